/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * toolchain.h - properties of rustc and of its targets, and the flags that rustc gets.
 *
 * rustc's answers are kept in `cache_folder`, one file for each question to one compiler, because a
 * call takes longer than a whole import. A damaged file, or one of another question, is ignored and
 * replaced. Rules: cargo-rules 3 and 7.3.
 */
#ifndef L4CARGO_RESOLVER_TOOLCHAIN_TOOLCHAIN_H
#define L4CARGO_RESOLVER_TOOLCHAIN_TOOLCHAIN_H

#include "resolver/config/config.h"

/* The file names that rustc uses for each crate type, in the order of `crate_type_names`. */
enum { CRATE_TYPE_COUNT = 6 };
extern const Str
	crate_type_names[CRATE_TYPE_COUNT]; /* bin rlib dylib cdylib staticlib proc-macro */

typedef struct OutputName {
	bool supported; /* whether the target supports it */
	Str prefix, suffix;
} OutputName;

enum { PLATFORM_HOST = -1 }; /* other values are indexes into Toolchain.targets */

typedef struct TargetInfo {
	Str triple; /* the stem of the file name for a target file */
	Str spec;   /* the argument of --target: the triple, or the absolute path of a .json file */
	CfgSet cfg;
	StrList rustflags; /* flags for units of this platform */
	Span rustflags_at; /* place of the first flag; NO_SPAN for variables */
	StrList rustdocflags;
	Str linker;     /* empty for rustc's default */
	StrList runner; /* the command that runs its programs; empty if they run directly */
	StrList split_debuginfo; /* the values of -C split-debuginfo that it supports */
	OutputName outputs[CRATE_TYPE_COUNT];
	Span at;          /* place in `build.target`; NO_SPAN for --target */
	bool own_spec;    /* `spec` comes from find_spec: rustc may use unstable options for it */
	bool without_std; /* has no std; only set with ToolchainRequest.library */
} TargetInfo;

/* Which programs may run. */
typedef enum ToolchainPrograms {
	PROGRAMS_CONFIGURED, /* as in Cargo, with the rustc and wrappers of the configuration */
	PROGRAMS_OF_USER,    /* those of PATH and the environment, none that the project names */
	PROGRAMS_NONE,       /* none; every platform counts, and `cargo` is the one on PATH */
} ToolchainPrograms;

typedef struct Toolchain {
	ToolchainPrograms programs; /* as requested; with PROGRAMS_NONE all but `cargo` is empty */
	Str rustc;                  /* absolute path of the compiler itself, not of a proxy */
	Str cargo;                  /* absolute path; empty if there is none */
	Str rustdoc;
	Str sysroot;
	Str verbose_version; /* `rustc -vV` */
	Version version;
	CargoVersion cargo_version; /* of the cargo that belongs to it, whatever `cargo` is */
	Str host;                   /* triple */
	TargetInfo host_info;       /* properties for host units */
	TargetInfo *targets;        /* those of --target or build.target, sorted; none: host only */
	size_t target_count;
	bool every_platform;            /* dependencies for any platform count */
	Str wrapper, workspace_wrapper; /* empty if there is none */
} Toolchain;

typedef struct ToolchainRequest {
	ToolchainPrograms programs;
	const char *const *targets; /* the arguments of --target, NULL-terminated; may be NULL */
	Str cache_folder;           /* for rustc's answers; empty for no cache */
	bool every_platform;        /* copied to Toolchain */
	bool library; /* the standard library is built: find out which targets have std */
	/* Returns the file of a target that rustc may lack; empty if there is none. May be NULL. */
	Str (*find_spec)(void *ctx, Str triple);
	void *ctx;
} ToolchainRequest;

/* Returns NULL after an error, such as a missing rustc or an unknown target. */
const Toolchain *toolchain_open(const Config *config, const ToolchainRequest *want);

/* Returns whether the triple is one of L4Re by its name. Custom specifications count, too. */
bool triple_is_l4re(Str triple);

#endif
