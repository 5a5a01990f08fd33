/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * depth_walk.h - a graph whose nodes are numbered, depth first: each node is left after all that it
 * leads to.
 *
 *     DepthWalk w = depth_walk_new(arena, count);
 *     depth_walk_enter(&w, root);
 *     for (DepthStep *at; (at = depth_walk_top(&w));)
 *             if (at->next == number of neighbours of at->node)
 *                     depth_walk_leave(&w);
 *             else
 *                     depth_walk_enter(&w, neighbour number at->next++);
 *
 * Each node is entered once; further roots go on with what is left. It needs no recursion, however
 * deep the graph is. Who wants to know only what can be reached takes reach.h.
 */
#ifndef L4CARGO_BASE_CORE_DEPTH_WALK_H
#define L4CARGO_BASE_CORE_DEPTH_WALK_H

#include "base/core/arena.h"

typedef struct DepthStep {
	uint32_t node;
	uint32_t next; /* of its neighbours, which to look at next: the caller's to count */
} DepthStep;

typedef enum DepthState { DEPTH_NEW, DEPTH_ON_PATH, DEPTH_LEFT } DepthState;

typedef struct DepthWalk {
	uint8_t *state;  /* by node: DepthState */
	DepthStep *path; /* from the root to where the walk is */
	size_t depth;
} DepthWalk;

static inline DepthWalk depth_walk_new(Arena *a, size_t count)
{
	return (DepthWalk){ .state = arena_array(a, uint8_t, count),
		            .path = arena_array(a, DepthStep, count) };
}

/* What the node was: only a new one is entered. DEPTH_ON_PATH: it leads to itself. */
static inline DepthState depth_walk_enter(DepthWalk *w, uint32_t node)
{
	const DepthState was = (DepthState)w->state[node];
	if (was == DEPTH_NEW) {
		w->state[node] = DEPTH_ON_PATH;
		w->path[w->depth++] = (DepthStep){ node, 0 };
	}
	return was;
}

/* NULL: the walk is over. */
static inline DepthStep *depth_walk_top(const DepthWalk *w)
{
	return w->depth ? &w->path[w->depth - 1] : NULL;
}

static inline void depth_walk_leave(DepthWalk *w)
{
	w->state[w->path[--w->depth].node] = DEPTH_LEFT;
}

#endif
