/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * depth_walk.h - a depth-first walk through a graph with numbered nodes. The walk leaves a node
 * after all nodes that can be reached from it.
 *
 *     DepthWalk w = depth_walk_new(arena, count);
 *     depth_walk_enter(&w, root);
 *     for (DepthStep *at; (at = depth_walk_top(&w));)
 *             if (at->next == number of neighbours of at->node)
 *                     depth_walk_leave(&w);
 *             else
 *                     depth_walk_enter(&w, neighbour number at->next++);
 *
 * The walk enters each node once; further roots only visit the nodes that are left. It does not
 * recurse, however deep the graph is. Use reach.h to find only which nodes can be reached.
 */
#ifndef L4CARGO_BASE_CORE_DEPTH_WALK_H
#define L4CARGO_BASE_CORE_DEPTH_WALK_H

#include "base/core/arena.h"

typedef struct DepthStep {
	uint32_t node;
	uint32_t next; /* index of the next neighbour to visit; the caller increments it */
} DepthStep;

typedef enum DepthState { DEPTH_NEW, DEPTH_ON_PATH, DEPTH_LEFT } DepthState;

typedef struct DepthWalk {
	uint8_t *state;  /* by node: DepthState */
	DepthStep *path; /* from the root to the current node */
	size_t depth;
} DepthWalk;

static inline DepthWalk depth_walk_new(Arena *a, size_t count)
{
	return (DepthWalk){ .state = arena_array(a, uint8_t, count),
		            .path = arena_array(a, DepthStep, count) };
}

/* Returns the state of the node before the call. Only a new node is entered. DEPTH_ON_PATH means
 * that the graph has a cycle through this node. */
static inline DepthState depth_walk_enter(DepthWalk *w, uint32_t node)
{
	const DepthState was = (DepthState)w->state[node];
	if (was == DEPTH_NEW) {
		w->state[node] = DEPTH_ON_PATH;
		w->path[w->depth++] = (DepthStep){ node, 0 };
	}
	return was;
}

/* The current step; NULL when the walk is over. */
static inline DepthStep *depth_walk_top(const DepthWalk *w)
{
	return w->depth ? &w->path[w->depth - 1] : NULL;
}

static inline void depth_walk_leave(DepthWalk *w)
{
	w->state[w->path[--w->depth].node] = DEPTH_LEFT;
}

#endif
