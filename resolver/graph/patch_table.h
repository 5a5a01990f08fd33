/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * patch_table.h - the entries of [patch], and the nodes that they provide (patches.c).
 */
#ifndef L4CARGO_RESOLVER_GRAPH_PATCH_TABLE_H
#define L4CARGO_RESOLVER_GRAPH_PATCH_TABLE_H

#include "resolver/graph/node.h"

typedef struct PatchUse {
	const PatchEntry *entry;
	NodeId node; /* the node that it provides; NODE_NONE: the patch is unused */
} PatchUse;

typedef struct PatchTable { /* of the configuration and of the workspace */
	PatchUse *items;
	size_t count;
} PatchTable;

#endif
