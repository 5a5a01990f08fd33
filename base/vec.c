// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/vec.h"

void *vec_grow(Arena *a, void *items, size_t count, size_t *room, VecItem item)
{
	if (count < *room)
		return items;
	*room = *room ? array_size(*room, 2) : 4;
	void *larger = arena_alloc(a, array_size(*room, item.size), item.align);
	if (count)
		memcpy(larger, items, count * item.size);
	return larger;
}
