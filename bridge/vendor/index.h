/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index.h - writes the index of a tree of archives; cargo finds the archives only with it.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_INDEX_H
#define L4CARGO_BRIDGE_VENDOR_INDEX_H

#include "bridge/vendor/plan.h"
#include "bridge/vendor/tree.h"

#define VENDOR_INDEX "index"

typedef struct VendorIndex {
	const VendorPlan *plan;
	size_t place; /* which of the plan's places has this index */
	const VendorTree *tree;
	Str below;      /* folder of that place, relative to the tree; empty: the tree itself */
	bool no_delete; /* keep its other entries */
} VendorIndex;

/* Writes the index. Files that are right stay untouched. Returns false after an error. */
bool vendor_index_write(Arena *a, Diag *diag, const VendorIndex *x);

#endif
