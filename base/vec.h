/*
 * vec.h - typed growing arrays in an arena.
 *
 * VEC(T) declares the fields; vec_push gives the address of a new zeroed last
 * item. The old array stays in the arena when it grows (at most as much again
 * is lost), so pointers to items are good only until the next push.
 */
#ifndef L4CARGO_BASE_VEC_H
#define L4CARGO_BASE_VEC_H

#include "base/arena.h"

#define VEC(T) \
	struct { \
		T *items; \
		size_t count, room; \
	}

#define vec_push(arena, v, T) \
	((v)->items = vec_grow((arena), (v)->items, (v)->count, &(v)->room, \
	                       (VecItem){ sizeof(T), alignof(T) }), \
	 &(v)->items[(v)->count++])

typedef struct VecItem {
	size_t size, align;
} VecItem;

/* The array with room for one more item: itself, or a larger copy. */
void *vec_grow(Arena *a, void *items, size_t count, size_t *room, VecItem item);

#endif
