/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * reach.h - the nodes that can be reached in a graph with numbered nodes.
 *
 *     Reach r = reach_new(arena, count);
 *     reach_add(&r, start);
 *     for (uint32_t id; reach_next(&r, &id);)
 *             ... reach_add(&r, neighbour) for each neighbour of id
 *
 * reach_next returns each node once, the last added one first. `seen` records which nodes were
 * returned; more may be added afterwards. It does not recurse, however long the paths are.
 */
#ifndef L4CARGO_BASE_CORE_REACH_H
#define L4CARGO_BASE_CORE_REACH_H

#include "base/core/vec.h"

typedef struct Reach {
	Arena *arena;
	bool *seen; /* by node: whether it was returned */
	VEC(uint32_t) open;
} Reach;

static inline Reach reach_new(Arena *a, size_t count)
{
	return (Reach){ .arena = a, .seen = arena_array(a, bool, count) };
}

static inline void reach_add(Reach *r, uint32_t id)
{
	if (!r->seen[id])
		*vec_push(r->arena, &r->open, uint32_t) = id;
}

static inline bool reach_next(Reach *r, uint32_t *out)
{
	while (r->open.count) {
		*out = r->open.items[--r->open.count];
		if (!r->seen[*out])
			return r->seen[*out] = true;
	}
	return false;
}

#endif
