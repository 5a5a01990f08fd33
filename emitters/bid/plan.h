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
#include "emitters/bid/plan_unit.h"
#include "resolver/units/unit_sets.h"

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

/* Is it made by `make` without a goal? Else it is there for `make test` or `make bench` alone. */
static inline bool plan_is_built(const BidPlan *p, UnitId id)
{
	return unit_set_has(p->sets, SET_BUILD, id) || !p->graph->units[id].root;
}

#endif
