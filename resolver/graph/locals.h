/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * locals.h - path packages: members of the workspace, and packages that `path` leads to.
 *
 * The lock has only their names and versions. local.c finds all of them before the walk, and finds
 * the node of each. A package without a node only matters if it is needed.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_LOCALS_H
#define L4CARGO_RESOLVER_GRAPH_LOCALS_H

#include "resolver/graph/node.h"

typedef struct Local { /* a path package, whether or not it is locked */
	const Manifest *manifest;
	bool member;
	NodeId node;
	uint32_t next; /* the next one with the same name, or NODE_NONE */
} Local;

typedef struct BrokenLocal { /* a path package whose manifest cannot be read */
	Str folder;
	DiagSaid why;
	bool needed; /* a record was followed to it */
} BrokenLocal;

typedef struct LocalTable { /* all path packages that can be found (local.c) */
	VEC(Local) found;
	VEC(BrokenLocal) broken;
	Map by_folder; /* index into `found`; LOCAL_ABSENT for a folder without a package */
	Map by_name;   /* index of the first of `found` with that name */
} LocalTable;

#endif
