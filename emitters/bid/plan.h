/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * plan.h - which BID packages a unit graph becomes, and what everything is called.
 *
 * One package for each crate, and one more (a variant) for each further way in
 * which a part of it is built: for the host, or with other features. Every
 * unit is one Makefile. Names depend only on the package and its variants, so
 * a bump of one crate renames nothing else. Tests are units of their
 * package's first folder. Rules: docs/packages.md.
 */
#ifndef L4CARGO_EMITTERS_BID_PLAN_H
#define L4CARGO_EMITTERS_BID_PLAN_H

#include "base/core/map.h"
#include "resolver/units/unit_sets.h"

typedef struct BidUnit { /* by UnitId */
	Str folder;      /* of its package: `serde-1.0.228`, `syn-2.0.117-host` */
	Str part;   /* below it: `lib`, `build`, `run`, `bin-rg`; empty: the package's only unit */
	Str name;   /* folder and part: what make and messages call it */
	Str pc;     /* of a library: `rs-serde-1.0.228` */
	Str target; /* TARGET: file names; of a run or doc test empty */
	Str place;  /* below the platform's tree, where what was asked for is found: `bin`,
	               `examples`, `lib`; empty: nowhere */
	Str output; /* the file that says it is finished, as make writes it:
	               `$D/libserde-1.0.228.rlib`; of a doc test a goal's name */
	Str provides; /* further pc names of a library in an L4Re tree; *names* */
	bool linked;  /* a program that BID links: `output` is its object */
	bool pure; /* a library of type lib or rlib only: metadata are enough for those like it */
} BidUnit;

typedef struct BidPackage {
	PkgId pkg;
	Str folder;
	const UnitId *units; /* in the order of their parts: build, run, lib, programs, tests */
	size_t count;
} BidPackage;

typedef struct BidPlan {
	const UnitSets *sets;
	const UnitGraph *graph;     /* that of `sets` */
	const BidUnit *units;       /* by UnitId */
	const BidPackage *packages; /* sorted by folder */
	size_t count;
	Str scope; /* plan_make's */
} BidPlan;

/*
 * `scope`: empty, or for packages in an L4Re tree, where all imports share the pc names: the name
 * of the import's folder; the pc names are then `rs-<scope>.<package folder>`. NULL after an error:
 * units of a kind that packages cannot hold (checks).
 */
const BidPlan *plan_make(Arena *a, Diag *diag, const UnitSets *sets, Str scope);

/* The same; packages whose folders are in `in_parts` have their units below them even where there
 * is one only. */
const BidPlan *plan_make_in_parts(Arena *a, Diag *diag, const UnitSets *sets, Str scope,
                                  const Map *in_parts);

/* Are the package's units in folders of their own? */
static inline bool plan_has_parts(const BidPlan *p, const BidPackage *k)
{
	return p->units[k->units[0]].part.len > 0;
}

/* The pc name of a package's library; also what its Control provides if it has none. */
Str plan_pc_name(Arena *a, Str scope, Str folder);

/* Is the unit for a target of L4Re? */
bool plan_is_for_l4re(const UnitGraph *g, const Unit *u);

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

/* Is it made by `make` without a goal? Else it is there for `make test` or `make bench` alone. */
static inline bool plan_is_built(const BidPlan *p, UnitId id)
{
	return unit_set_has(p->sets, SET_BUILD, id) || !p->graph->units[id].root;
}

#endif
