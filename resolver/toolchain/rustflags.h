/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rustflags.h - the flags that environment and configuration give to rustc, and the tools of a
 * target.
 *
 * Rules: cargo-rules 7.3.
 */
#ifndef L4CARGO_RESOLVER_TOOLCHAIN_RUSTFLAGS_H
#define L4CARGO_RESOLVER_TOOLCHAIN_RUSTFLAGS_H

#include "resolver/config/config.h"

typedef struct RustTarget { /* what `[target.*]` tables are matched with */
	Str triple;
	const CfgSet *cfg; /* NULL: not known yet, cfg() tables do not match */
} RustTarget;

/* False after an error. `at`: where the first is written; nowhere for variables. */
bool rustflags_read(const Config *c, RustTarget target, StrList *out, Span *at);

/* The same for rustdoc: RUSTDOCFLAGS, `rustdocflags`. */
bool rustflags_read_rustdoc(const Config *c, RustTarget target, StrList *out);

bool rustflags_equal(const StrList *a, const StrList *b);

/* The program that links and the command that runs programs; empty if none is set. False after an
 * error: two cfg() tables that match have one. */
bool rustflags_linker(const Config *c, RustTarget target, Str *out);
bool rustflags_runner(const Config *c, RustTarget target, StrList *out);

#endif
