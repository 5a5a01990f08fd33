/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * select_graph.h - where the package graph must start for a selection, so that nothing is
 * downloaded that no selected member needs.
 */
#ifndef L4CARGO_RESOLVER_UNITS_SELECT_GRAPH_H
#define L4CARGO_RESOLVER_UNITS_SELECT_GRAPH_H

#include "resolver/units/select.h"

typedef struct GraphRootList {
	const GraphRoot *items;
	size_t count;   /* 0: all members with all features */
	bool outsiders; /* a package that is no member is to be built itself */
} GraphRootList;

/* At least what select_feature_roots will ask for. Faults of the selection are reported later. */
GraphRootList select_graph_roots(Arena *a, const Workspace *ws, const Selection *s);

#endif
