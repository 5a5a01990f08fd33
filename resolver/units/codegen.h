/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * codegen.h - what rustc is told for one unit, apart from paths and names.
 *
 * The arguments that a profile, LTO and lints make, in
 * Cargo's order. Rules: cargo-rules 7.1, 7.2.
 */
#ifndef L4CARGO_RESOLVER_UNITS_CODEGEN_H
#define L4CARGO_RESOLVER_UNITS_CODEGEN_H

#include "resolver/units/lto.h"

/*
 * What the profile says: -C prefer-dynamic, opt-level, panic, LTO, codegen-units, debuginfo,
 * assertions, overflow checks, rpath, strip. `lto` is the unit's.
 */
StrList codegen_profile_flags(Arena *a, const UnitGraph *g, const Unit *u, Lto lto);

/* What rustdoc is told of them when it tests documentation. */
StrList codegen_doctest_flags(Arena *a, const Unit *u, Lto lto);

/* What [lints] says: --warn=... and so on, then --check-cfg. */
StrList codegen_lint_flags(Arena *a, const Manifest *m);

/* What is known of the platform that the unit is built for. */
const TargetInfo *codegen_target(const UnitGraph *g, const Unit *u);

/* --crate-type values; for a test unit rustc gets --test instead. */
StrList codegen_crate_types(const Unit *u);

#endif
