/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * plan_names.h - names what a unit of a plan makes, and where: file names that are unique in the
 * tree.
 *
 * If two units would make the same file, the later one uses another place. Rules: docs/packages.md
 * (TARGET, RS_PLACE).
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
	Str scope; /* the argument of plan_make */
	BidUnit *units;
	Map files;  /* libraries in deps, by platform: to UnitId */
	Map places; /* programs and requested libraries: to UnitId */
} PlanNames;

/* The caller sets the fields before `files`. */
void plan_names_init(PlanNames *n);

/* Sets the fields that follow from the unit's folder and name: target, output, place, pc, pure. */
void plan_name_unit(PlanNames *n, UnitId id);

/* The name of a unit's folder within its package's folder. */
Str plan_part_name(const UnitSets *sets, Arena *a, UnitId id);

/* The pc name of a package's library. If the package has no library, its Control provides this
 * name. */
Str plan_pc_name(Arena *a, Str scope, Str folder);

/* Returns whether the unit is built for an L4Re target. */
bool plan_is_for_l4re(const UnitGraph *g, const Unit *u);

#endif
