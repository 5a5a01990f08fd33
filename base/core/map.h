/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * map.h - text to number, the one hash table.
 *
 * Keys are not copied: they must outlive the map. Values are 32-bit: an index
 * into an array of the caller's. Lives in an arena; there is no removal and
 * no order (iterate over your array instead).
 */
#ifndef L4CARGO_BASE_CORE_MAP_H
#define L4CARGO_BASE_CORE_MAP_H

#include "base/core/arena.h"

typedef struct MapSlot {
	Str key; /* ptr NULL: free */
	uint32_t value, hash;
} MapSlot;

typedef struct Map {
	Arena *arena;
	MapSlot *slots; /* NULL while nothing is in it; else `room` of them, used or free */
	size_t room, count;
} Map;

#define MAP_NONE UINT32_MAX

void map_init(Map *m, Arena *arena, size_t expected);

/* The value of `key`, or MAP_NONE. */
uint32_t map_get(const Map *m, Str key);

/* Sets `key` if it is new. Returns the value that it has now: another than `value` was there first.
 */
uint32_t map_put(Map *m, Str key, uint32_t value);

/* Sets `key`, whether or not it is there. */
void map_set(Map *m, Str key, uint32_t value);

#endif
