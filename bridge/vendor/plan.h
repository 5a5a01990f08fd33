/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * plan.h - which packages a vendored tree has, under which names, and for which sources it stands.
 *
 * Cargo's names: NAME for the highest version, NAME-VERSION for others. Where
 * Cargo gives up, because two sources have the same version of a package, the
 * packages of the second go into a folder `@REPOSITORY` of their own, which is
 * a directory source of its own: one directory cannot hold both.
 * Where packages are archives, those of git are still folders, in such places.
 * vendor_plan_add for each workspace, then vendor_plan_finish.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_PLAN_H
#define L4CARGO_BRIDGE_VENDOR_PLAN_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "emitters/vendor/config.h"
#include "resolver/graph/graph.h"

typedef struct VendorItem {
	const Package *package;
	const PackageGraph *graph; /* that it is of */
	size_t place;              /* index of `places` */
	Str name;                  /* of its folder, below the tree */
	bool suffixed;             /* with its version */
	bool stub;                 /* nothing that is built needs it */
} VendorItem;

typedef struct VendorPlan {
	Arena *arena;
	VEC(VendorItem) items; /* in the end, sorted by package id */
	StrVec locals;         /* folders of packages that are not vendored */
	VEC(VendorSource) sources;
	VEC(VendorPlace) places;          /* the tree itself first, if there is anything */
	Map names;                        /* of the items' folders */
	VEC(const PackageGraph *) needed; /* if there are some, all else is stubs */
} VendorPlan;

void vendor_plan_add(VendorPlan *p, const PackageGraph *g);

/* The packages of `g` are to be whole. */
void vendor_plan_need(VendorPlan *p, const PackageGraph *g);

typedef struct VendorNaming {
	bool versioned; /* all get their version */
	bool archives;  /* packages of registries stay archives: NAME-VERSION.crate */
	Str folder;     /* of the tree, as configuration is to name it */
} VendorNaming;

void vendor_plan_finish(VendorPlan *p, const VendorNaming *how);

#endif
