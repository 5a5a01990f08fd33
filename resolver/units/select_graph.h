/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * select_graph.h - finds the roots of the package graph for a selection, so that only packages that
 * a selected member needs are downloaded.
 */
#ifndef L4CARGO_RESOLVER_UNITS_SELECT_GRAPH_H
#define L4CARGO_RESOLVER_UNITS_SELECT_GRAPH_H

#include "resolver/units/select.h"

typedef struct GraphRootList {
	const GraphRoot *items;
	size_t count;   /* 0: all members with all features */
	bool outsiders; /* `-p` names a package that is not a member */
} GraphRootList;

/* Returns roots with at least the features that select_feature_roots will request. Reports no
 * errors in the selection: the later steps do. */
GraphRootList select_graph_roots(Arena *a, const Workspace *ws, const Selection *s);

#endif
