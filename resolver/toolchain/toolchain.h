/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * toolchain.h - what rustc says of itself and of a target, and the flags it is given.
 *
 * rustc's answers are kept in `cache_folder`, one file for each question put to one
 * compiler: a call costs more than a whole import. A file that is damaged or belongs to
 * another question is ignored and written anew. Rules: cargo-rules 3 and 7.3.
 */
#ifndef L4CARGO_RESOLVER_TOOLCHAIN_TOOLCHAIN_H
#define L4CARGO_RESOLVER_TOOLCHAIN_TOOLCHAIN_H

#include "resolver/config/config.h"

/* How rustc names what it makes of a crate type; in the order of `crate_type_names`. */
enum { CRATE_TYPE_COUNT = 6 };
extern const Str
	crate_type_names[CRATE_TYPE_COUNT]; /* bin rlib dylib cdylib staticlib proc-macro */

typedef struct OutputName {
	bool supported; /* by the target */
	Str prefix, suffix;
} OutputName;

enum { PLATFORM_HOST = -1 }; /* else an index into Toolchain.targets */

typedef struct TargetInfo {
	Str triple; /* of a target file: its stem */
	Str spec;   /* what --target gets: the triple, or the absolute path of a .json file */
	CfgSet cfg;
	StrList rustflags; /* for units of this kind */
	Span rustflags_at; /* where the first is written; nowhere for variables */
	StrList rustdocflags;
	Str linker;     /* empty: rustc's default */
	StrList runner; /* what runs its programs, with arguments; none: they run by themselves */
	StrList split_debuginfo; /* values of -C split-debuginfo that it supports */
	OutputName outputs[CRATE_TYPE_COUNT];
	Span at;       /* of `build.target`; nowhere for --target */
	bool own_spec; /* `spec` is one that find_spec gave: unstable options are in order for it */
	bool without_std; /* its specification says so; asked with ToolchainRequest.library only */
} TargetInfo;

/* Whose programs answer. */
typedef enum ToolchainPrograms {
	PROGRAMS_CONFIGURED, /* as for Cargo: the configuration's rustc and wrappers, too */
	PROGRAMS_OF_USER, /* none that files in the project's tree name, but PATH and environment */
	PROGRAMS_NONE,    /* nobody is asked; every platform counts, and Cargo is that of PATH */
} ToolchainPrograms;

typedef struct Toolchain {
	ToolchainPrograms programs; /* as asked for; without any, all but `cargo` is empty */
	Str rustc;                  /* absolute path of the real compiler, not of a proxy */
	Str cargo;                  /* absolute path of cargo; empty if there is none */
	Str rustdoc;
	Str sysroot;
	Str verbose_version; /* `rustc -vV` */
	Version version;
	Str host;             /* triple */
	TargetInfo host_info; /* for host units */
	TargetInfo *targets; /* requested with --target or configuration, sorted; none: host only */
	size_t target_count;
	bool every_platform;            /* dependencies for any platform count */
	Str wrapper, workspace_wrapper; /* empty: none */
} Toolchain;

typedef struct ToolchainRequest {
	ToolchainPrograms programs;
	const char *const *targets; /* --target arguments, NULL-terminated; may be NULL */
	Str cache_folder;           /* for rustc's answers; empty: do not cache */
	bool every_platform;        /* Toolchain's */
	bool library; /* the standard library is built: is there std for the targets? */
	/* The file of a target that rustc may lack; empty: there is none. NULL: nobody knows. */
	Str (*find_spec)(void *ctx, Str triple);
	void *ctx;
} ToolchainRequest;

/* NULL after an error (no rustc, unknown target). */
const Toolchain *toolchain_open(const Config *config, const ToolchainRequest *want);

/* Is the triple one of L4Re's? Those of specifications of one's own are, too. */
bool triple_is_l4re(Str triple);

#endif
