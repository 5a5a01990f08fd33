/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * plan.h - divides a unit graph into BID packages, and names everything.
 *
 * Each crate has one package, and another one (a variant) for each further way in which a part of
 * it is built: for the host, or with other features. Each unit has one Makefile. Names depend only
 * on the package and its variants, so a new version of one crate renames nothing else. Tests are
 * units in the first folder of their package. Rules: docs/packages.md.
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
	const UnitGraph *graph;     /* the graph of `sets` */
	const BidUnit *units;       /* by UnitId */
	const BidPackage *packages; /* sorted by folder */
	size_t count;
	Str scope; /* the argument of plan_make */
} BidPlan;

/*
 * Makes the plan. In an L4Re tree all imports share the pc names. `scope` is then the name of the
 * import's folder, and the pc names are `rs-<scope>.<package folder>`; elsewhere it is empty.
 * Returns NULL after an error: packages cannot hold units of some kind (checks).
 */
const BidPlan *plan_make(Arena *a, Diag *diag, const UnitSets *sets, Str scope);

/* The same, but packages whose folders are in `in_parts` have a folder for each unit even if there
 * is only one. */
const BidPlan *plan_make_in_parts(Arena *a, Diag *diag, const UnitSets *sets, Str scope,
                                  const Map *in_parts);

/* Returns whether the package's units have folders of their own. */
static inline bool plan_has_parts(const BidPlan *p, const BidPackage *k)
{
	return p->units[k->units[0]].part.len > 0;
}

/* Returns whether `make` without a goal builds the unit. Others are only for `make test` or `make
 * bench`. */
static inline bool plan_is_built(const BidPlan *p, UnitId id)
{
	return unit_set_has(p->sets, SET_BUILD, id) || !p->graph->units[id].root;
}

#endif
