/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * locals.h - the packages that lie where the user keeps them: members of the workspace, and what
 * `path` leads to from there.
 *
 * The lock knows these by name and version only. local.c looks for all of them before the walk, and
 * gives each its node; some have none, which only matters if they are needed.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_LOCALS_H
#define L4CARGO_RESOLVER_GRAPH_LOCALS_H

#include "resolver/graph/node.h"

typedef struct Local { /* a path package, whether or not it is locked */
	const Manifest *manifest;
	bool member;
	NodeId node;
	uint32_t next; /* with the same name, or NODE_NONE */
} Local;

typedef struct BrokenLocal { /* a path package whose manifest cannot be read */
	Str folder;
	DiagSaid why;
	bool needed; /* some record was followed to it */
} BrokenLocal;

typedef struct LocalTable { /* all path packages that anything leads to (local.c) */
	VEC(Local) found;
	VEC(BrokenLocal) broken;
	Map by_folder; /* to `found`; folders without a package are there, too, with LOCAL_ABSENT */
	Map by_name;   /* to the first of `found` so called */
} LocalTable;

#endif
