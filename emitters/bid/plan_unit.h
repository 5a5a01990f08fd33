/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * plan_unit.h - a unit of a plan: where it is, and what it is called.
 *
 * plan.c finds its folder, plan_names.c the names of what it makes.
 */
#ifndef L4CARGO_EMITTERS_BID_PLAN_UNIT_H
#define L4CARGO_EMITTERS_BID_PLAN_UNIT_H

#include "resolver/units/unit.h"

typedef struct BidUnit { /* by UnitId */
	Str folder;      /* of its package: `serde-1.0.228`, `syn-2.0.117-host` */
	Str part;   /* below it: `lib`, `build`, `run`, `bin-rg`; empty: the package's only unit */
	Str name;   /* folder and part: what make and messages call it */
	Str pc;     /* of a library: `rs-serde-1.0.228` */
	Str target; /* TARGET: file names; of a run or doc test empty */
	Str place;  /* below the platform's tree, where what was asked for is found: `bin`,
	               `examples`, `lib`; empty: nowhere */
	Str output; /* the file that says it is finished, as make writes it:
	               `$(RS_DEPS)/libserde-1.0.228.rlib`; of a doc test a goal's name */
	Str provides; /* further pc names of a library in an L4Re tree; *names* */
	bool linked;  /* a program that BID links: `output` is its object */
	bool pure; /* a library of type lib or rlib only: metadata are enough for those like it */
} BidUnit;

/* Is it a library (or proc macro) that others name in REQUIRE_LIBS? */
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
