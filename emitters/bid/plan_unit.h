/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * plan_unit.h - a unit of a plan: its place and its names.
 *
 * plan.c sets its folder, plan_names.c the names of what it makes.
 */
#ifndef L4CARGO_EMITTERS_BID_PLAN_UNIT_H
#define L4CARGO_EMITTERS_BID_PLAN_UNIT_H

#include "resolver/units/unit.h"

typedef struct BidUnit { /* by UnitId */
	Str folder;      /* of its package: `serde-1.0.228`, `syn-2.0.117-host` */
	Str part;        /* below `folder`: `lib`, `build`, `run`, `bin-rg`; empty: the only unit */
	Str name;        /* folder and part: the name in make and messages */
	Str pc;          /* of a library: `rs-serde-1.0.228` */
	Str target;      /* TARGET: file names; empty for a run or doc test */
	Str place;  /* below the platform's tree, for what the user asked for: `bin`, `examples`,
	               `lib`; empty: no such place */
	Str output; /* the file whose presence means that the unit is finished, in make's notation:
	               `$(RS_DEPS)/libserde-1.0.228.rlib`; for a doc test the name of a goal */
	Str provides; /* further pc names of a library in an L4Re tree; *names* */
	bool linked;  /* a program that BID links: `output` is its object */
	bool pure;    /* of type lib or rlib only: metadata are enough for others like it */
} BidUnit;

/* Returns whether it is a library (or proc macro) that others name in REQUIRE_LIBS. */
static inline bool plan_is_library(const Unit *u)
{
	return u->target->kind == TARGET_LIB && u->mode == MODE_BUILD;
}

static inline bool plan_is_library_example(const Target *t)
{
	return t->kind == TARGET_EXAMPLE && t->crate_types.count &&
	       !str_eq(t->crate_types.items[0], STR("bin"));
}

#endif
