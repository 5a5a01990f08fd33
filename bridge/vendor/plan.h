/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * plan.h - decides which packages a vendored tree contains, their names, and the sources that it
 * replaces.
 *
 * The names are Cargo's: NAME for the highest version, NAME-VERSION for others.
 * Cargo fails if two sources have the same version of a package, because one
 * directory cannot hold both. Here, the packages of the second source go into a
 * folder `@REPOSITORY`, which is a directory source of its own. If packages are
 * archives, those from git are still folders, in such places. Call
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
	const PackageGraph *graph; /* the graph that contains it */
	size_t place;              /* index into VendorPlan.places */
	Str name;                  /* of its folder, relative to the tree */
	bool suffixed;             /* the name contains the version */
	bool stub;                 /* nothing in VendorPlan.needed needs it */
} VendorItem;

typedef struct VendorPlan {
	Arena *arena;
	VEC(VendorItem) items; /* vendor_plan_finish sorts them by package id */
	StrVec locals;         /* folders of packages that are not vendored */
	VEC(VendorSource) sources;
	VEC(VendorPlace) places;          /* the tree itself first; empty if there are no items */
	Map names;                        /* names of the items' folders */
	VEC(const PackageGraph *) needed; /* if not empty, all other packages are stubs */
} VendorPlan;

void vendor_plan_add(VendorPlan *p, const PackageGraph *g);

/* Packages of `g` must not be stubs. */
void vendor_plan_need(VendorPlan *p, const PackageGraph *g);

typedef struct VendorNaming {
	bool versioned; /* put the version into all names */
	bool archives;  /* packages of registries stay archives: NAME-VERSION.crate */
	Str folder;     /* path of the tree as the configuration will name it */
} VendorNaming;

void vendor_plan_finish(VendorPlan *p, const VendorNaming *how);

#endif
