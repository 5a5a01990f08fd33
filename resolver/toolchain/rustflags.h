/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rustflags.h - the flags for rustc and the tools of a target, by environment and configuration.
 *
 * Rules: cargo-rules 7.3.
 */
#ifndef L4CARGO_RESOLVER_TOOLCHAIN_RUSTFLAGS_H
#define L4CARGO_RESOLVER_TOOLCHAIN_RUSTFLAGS_H

#include "resolver/config/config.h"

typedef struct RustTarget { /* selects tables of [target.*] */
	Str triple;
	const CfgSet *cfg; /* NULL if not known yet: then no cfg() table matches */
} RustTarget;

/* Returns false after an error. `*at` is the place of the first flag; NO_SPAN for variables. */
bool rustflags_read(const Config *c, RustTarget target, StrList *out, Span *at);

/* The same for rustdoc: RUSTDOCFLAGS and `rustdocflags`. */
bool rustflags_read_rustdoc(const Config *c, RustTarget target, StrList *out);

/*
 * Find the linker, and the command that runs programs; empty if not set. Return false after an
 * error, such as two matching cfg() tables that set it.
 */
bool rustflags_linker(const Config *c, RustTarget target, Str *out);
bool rustflags_runner(const Config *c, RustTarget target, StrList *out);

#endif
