/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index.h - the index of a tree of archives, without which cargo does not find them.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_INDEX_H
#define L4CARGO_BRIDGE_VENDOR_INDEX_H

#include "bridge/vendor/plan.h"
#include "bridge/vendor/tree.h"

#define VENDOR_INDEX "index"

typedef struct VendorIndex {
	const VendorPlan *plan;
	size_t place; /* of the plan's: the one whose index it is */
	const VendorTree *tree;
	Str below;      /* the folder of that place, seen from the tree; empty: the tree itself */
	bool no_delete; /* what else it says stays */
} VendorIndex;

/* Files that are right are left alone. False after an error. */
bool vendor_index_write(Arena *a, Diag *diag, const VendorIndex *x);

#endif
