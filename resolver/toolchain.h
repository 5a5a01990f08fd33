/*
 * toolchain.h - what rustc says of itself and of a target, and the flags it is given.
 *
 * Answers of rustc are cached by the `ask` callback's owner per toolchain and
 * target, since a call costs more than a whole import. Rules:
 * cargo-semantics 3 and 7.3.
 */
#ifndef L4CARGO_RESOLVER_TOOLCHAIN_H
#define L4CARGO_RESOLVER_TOOLCHAIN_H

#include "resolver/config.h"

typedef struct TargetInfo {
	Str triple; /* of a target file: its stem */
	Str spec;   /* what --target gets: the triple, or the absolute path of a .json file */
	CfgSet cfg;
	StrList rustflags;       /* for units of this kind */
	Str linker;              /* empty: rustc's default */
	StrList split_debuginfo; /* the values that -C split-debuginfo may have */
} TargetInfo;

typedef struct Toolchain {
	Str rustc; /* absolute path of the real compiler, not of a proxy */
	Str cargo; /* absolute path of cargo; empty if there is none */
	Str rustdoc;
	Str sysroot;
	Str verbose_version; /* `rustc -vV` */
	Version version;
	Str host;             /* triple */
	TargetInfo host_info; /* for host units */
	TargetInfo *targets; /* requested with --target or configuration, sorted; none: host only */
	size_t target_count;
	Str wrapper, workspace_wrapper; /* empty: none */
} Toolchain;

typedef struct ToolchainRequest {
	const char *const *targets; /* --target arguments, NULL-terminated; may be NULL */
	Str cache_folder;           /* for rustc's answers; empty: do not cache */
} ToolchainRequest;

/* NULL after an error (no rustc, unknown target). */
const Toolchain *toolchain_open(const Config *config, const ToolchainRequest *want);

#endif
