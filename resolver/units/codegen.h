/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * codegen.h - the arguments of rustc for one unit, without paths and names.
 *
 * These are the arguments that come from the profile, LTO and lints, in Cargo's order.
 * Rules: cargo-rules 7.1, 7.2.
 */
#ifndef L4CARGO_RESOLVER_UNITS_CODEGEN_H
#define L4CARGO_RESOLVER_UNITS_CODEGEN_H

#include "resolver/units/lto.h"

/*
 * Returns the arguments that come from the unit's profile: -C prefer-dynamic, opt-level, panic,
 * LTO, codegen-units, debuginfo, assertions, overflow checks, rpath, strip. `lto` is the unit's own
 * (lto_of_units).
 */
StrList codegen_profile_flags(Arena *a, const UnitGraph *g, const Unit *u, Lto lto);

/* Returns those of them that rustdoc gets when it tests documentation. */
StrList codegen_doctest_flags(Arena *a, const Unit *u, Lto lto);

/* Returns the arguments that come from [lints]: --warn=... and so on, then --check-cfg. */
StrList codegen_lint_flags(Arena *a, const Manifest *m);

/* Returns the platform that the unit is built for. */
const TargetInfo *codegen_target(const UnitGraph *g, const Unit *u);

/* Returns the values of --crate-type. A test unit does not need them: there rustc gets --test. */
StrList codegen_crate_types(const Unit *u);

#endif
