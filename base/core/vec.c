// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/vec.h"

enum { FIRST_ITEMS = 4, FIRST_BYTES = 256 };

/* An array of large items usually has only one. */
static size_t first_room(VecItem item)
{
	const size_t fit = FIRST_BYTES / item.size;
	return fit < 1 ? 1 : fit < FIRST_ITEMS ? fit : FIRST_ITEMS;
}

static void *make_room(Arena *a, void *items, size_t *room, size_t wanted, VecItem item)
{
	const size_t had = array_size(*room, item.size), size = array_size(wanted, item.size);
	*room = wanted;
	if (arena_extend(a, items, had, size - had))
		return items;
	void *larger = arena_alloc(a, size, item.align);
	if (had)
		memcpy(larger, items, had);
	return larger;
}

void *vec_grow(Arena *a, void *items, size_t count, size_t *room, VecItem item)
{
	if (count < *room)
		return items;
	return make_room(a, items, room, *room ? array_size(*room, 2) : first_room(item), item);
}

void *vec_make_room(Arena *a, void *items, size_t wanted, size_t *room, VecItem item)
{
	return wanted <= *room ? items : make_room(a, items, room, wanted, item);
}
