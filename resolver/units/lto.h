/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lto.h - the form of code that every unit must have, so that the final link can do LTO.
 *
 * A library is compiled to object code, bitcode or both, as the units need it that finally link it.
 * Rules: Cargo's lto.rs; cargo-rules 7.1.
 */
#ifndef L4CARGO_RESOLVER_UNITS_LTO_H
#define L4CARGO_RESOLVER_UNITS_LTO_H

#include "resolver/units/unit.h"

typedef enum LtoKind {
	LTO_NONE,               /* not visited */
	LTO_RUN,                /* `-C lto`, or `-C lto=NAME` */
	LTO_OFF,                /* `-C lto=off -C embed-bitcode=no` */
	LTO_ONLY_BITCODE,       /* `-C linker-plugin-lto` */
	LTO_OBJECT_AND_BITCODE, /* rustc's default */
	LTO_ONLY_OBJECT,        /* `-C embed-bitcode=no` */
} LtoKind;

typedef struct Lto {
	LtoKind kind;
	Str name; /* for LTO_RUN: "thin", "fat", ...; empty: `-C lto` without a name */
} Lto;

/* Returns an array by UnitId, in the arena `a`. */
const Lto *lto_of_units(Arena *a, const UnitGraph *g);

#endif
