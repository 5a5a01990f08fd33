/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * walk.h - from the roots, over records and features, to all packages that the build may use.
 *
 * The walk asks for features as Cargo's version resolver does: weak requests count, and host and
 * target are one. So it reaches all that the resolution of features (resolver/units/features.c)
 * can reach later, which is more exact. It gathers problems, and goes on.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_WALK_H
#define L4CARGO_RESOLVER_GRAPH_WALK_H

#include "resolver/graph/graph_internal.h"

typedef struct GraphWalk GraphWalk;

/* Of a build whose nodes are all there; they must not move any more. */
GraphWalk *graph_walk_new(GraphBuild *g);
/* Waits for manifests that are being read: all belong to the build's arena then. */
void graph_walk_end(GraphWalk *w);

/* Loads the members and starts at the roots; nothing is asked of the provider. False after an
 * error, as below. */
bool graph_walk_start(GraphWalk *w);
/* Goes on until nothing more can be reached. */
bool graph_walk_build(GraphWalk *w);
/*
 * Goes on to what Cargo resolves when it makes a lock (all members, features and platforms) as far
 * as manifests are at hand, for its checks. The graph must have been taken before.
 */
bool graph_walk_rest(GraphWalk *w);

#endif
