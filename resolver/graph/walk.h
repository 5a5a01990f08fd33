/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * walk.h - walks from the roots, over records (dependencies) and features, to all packages that
 * the build may use.
 *
 * The walk switches on features as Cargo's version resolver does: weak requests (`key?/feature`)
 * count, and host and target are not kept apart. So it reaches every package that the resolution
 * of features (resolver/units/features.c) can reach later, which is more exact. It adds problems to
 * the GraphBuild and goes on.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_WALK_H
#define L4CARGO_RESOLVER_GRAPH_WALK_H

#include "resolver/graph/graph_internal.h"

typedef struct GraphWalk GraphWalk;

/* The array of nodes must be complete: it must not move any more. */
GraphWalk *graph_walk_new(GraphBuild *g);
/* Waits for the reading threads. Afterwards all manifests belong to the build's arena. */
void graph_walk_end(GraphWalk *w);

/* Each of these returns false after an error. */

/* Loads the members and starts at the roots. Requests nothing from the provider. */
bool graph_walk_start(GraphWalk *w);
/* Goes on until nothing more can be reached. */
bool graph_walk_build(GraphWalk *w);
/*
 * Goes on to everything that Cargo resolves when it makes a lock: all members, features and
 * platforms. Requests nothing from the provider: it only uses the manifests that were read. The
 * checks of the lock need this. Call graph_finish before, for it changes the state of the nodes.
 */
bool graph_walk_rest(GraphWalk *w);

#endif
