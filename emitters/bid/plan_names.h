/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * plan_names.h - what a unit of a plan makes, and where: file names that are unique in the tree.
 *
 * Of two that would make the same file, the later one goes elsewhere. Rules:
 * docs/packages.md (TARGET, RS_PLACE).
 */
#ifndef L4CARGO_EMITTERS_BID_PLAN_NAMES_H
#define L4CARGO_EMITTERS_BID_PLAN_NAMES_H

#include "base/core/map.h"
#include "emitters/bid/plan_unit.h"
#include "resolver/units/unit_sets.h"

typedef struct PlanNames {
	Arena *arena;
	Diag *diag;
	const UnitSets *sets;
	Str scope; /* plan_make's */
	BidUnit *units;
	Map files;  /* of libraries in deps, by platform: to UnitId */
	Map places; /* of programs and libraries that were asked for: to UnitId */
} PlanNames;

/* What is before `files` is set. */
void plan_names_init(PlanNames *n);

/* Fill in what follows from the unit's folder and name: target, output, place, pc, pure. */
void plan_name_unit(PlanNames *n, UnitId id);

/* The name of a unit's folder in its package's. */
Str plan_part_name(const UnitSets *sets, Arena *a, UnitId id);

/* The pc name of a package's library; also what its Control provides if it has none. */
Str plan_pc_name(Arena *a, Str scope, Str folder);

/* Is the unit for a target of L4Re? */
bool plan_is_for_l4re(const UnitGraph *g, const Unit *u);

#endif
