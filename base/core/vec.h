/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * vec.h - typed growing arrays in an arena.
 *
 * VEC(T) declares the fields; vec_push returns the address of a new zeroed last item. The array
 * grows in place while nothing else is allocated in the arena. Otherwise the items move, and the
 * old array stays in the arena (this wastes at most as much memory as the array needs). So pointers
 * to items are valid only until the next push.
 */
#ifndef L4CARGO_BASE_CORE_VEC_H
#define L4CARGO_BASE_CORE_VEC_H

#include "base/core/arena.h"

#define VEC(T) \
	struct { \
		T *items; \
		size_t count, room; \
	}

#define vec_push(arena, v, T) \
	((v)->items = vec_grow((arena), (v)->items, (v)->count, &(v)->room, \
	                       (VecItem){ sizeof(T), alignof(T) }), \
	 &(v)->items[(v)->count++])

/* Makes room for `n` items in all, where their number is known. */
#define vec_reserve(arena, v, T, n) \
	((void)((v)->items = vec_make_room((arena), (v)->items, (n), &(v)->room, \
	                                   (VecItem){ sizeof(T), alignof(T) })))

typedef struct VecItem {
	size_t size, align;
} VecItem;

/* Return the array with room for one more item, or for `wanted` items: the same array, or a larger
 * copy. */
void *vec_grow(Arena *a, void *items, size_t count, size_t *room, VecItem item);
void *vec_make_room(Arena *a, void *items, size_t wanted, size_t *room, VecItem item);

typedef VEC(Str) StrVec;

#endif
