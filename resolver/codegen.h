/*
 * codegen.h - what rustc is told for one unit, apart from paths and names.
 *
 * The arguments that a profile, LTO, lints, cap-lints and rustflags make, in
 * Cargo's order. Rules: cargo-semantics 7.1, 7.2.
 */
#ifndef L4CARGO_RESOLVER_CODEGEN_H
#define L4CARGO_RESOLVER_CODEGEN_H

#include "resolver/lto.h"

/*
 * From `-C prefer-dynamic` to overflow checks, then -C rpath, linker, strip, cap-lints and
 * rustflags. Without crate name and types, edition, --test, features, --check-cfg, metadata,
 * --target, incremental, -L and --extern: these are the emitter's. `lto` is the unit's.
 */
StrList codegen_flags(Arena *a, const UnitGraph *g, const Unit *u, Lto lto);

/* --crate-type values; for a test unit rustc gets --test instead. */
StrList codegen_crate_types(const Unit *u);

#endif
