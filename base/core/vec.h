/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * vec.h - typed growing arrays in an arena.
 *
 * VEC(T) declares the fields; vec_push gives the address of a new zeroed last
 * item. It grows in place while nothing else is made in the arena; else the old
 * array stays there (at most as much again is lost), so pointers to items are
 * good only until the next push.
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

/* Where it is known how many there will be: room for `n` in all. */
#define vec_reserve(arena, v, T, n) \
	((void)((v)->items = vec_make_room((arena), (v)->items, (n), &(v)->room, \
	                                   (VecItem){ sizeof(T), alignof(T) })))

typedef struct VecItem {
	size_t size, align;
} VecItem;

/* The array with room for one more item, or for `wanted`: itself, or a larger copy. */
void *vec_grow(Arena *a, void *items, size_t count, size_t *room, VecItem item);
void *vec_make_room(Arena *a, void *items, size_t wanted, size_t *room, VecItem item);

typedef VEC(Str) StrVec;

#endif
