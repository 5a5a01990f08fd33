/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * map.h - a hash table from text to numbers; the only one of this project.
 *
 * Keys are not copied: they must outlive the map. Values are 32-bit numbers: indexes into an array
 * of the caller. A map lives in an arena. Keys cannot be removed and have no order (iterate over
 * your array instead).
 */
#ifndef L4CARGO_BASE_CORE_MAP_H
#define L4CARGO_BASE_CORE_MAP_H

#include "base/core/arena.h"

typedef struct MapSlot {
	Str key; /* ptr NULL: the slot is free */
	uint32_t value, hash;
} MapSlot;

typedef struct Map {
	Arena *arena;
	MapSlot *slots; /* NULL while the map is empty; else `room` slots, used or free */
	size_t room, count;
} Map;

#define MAP_NONE UINT32_MAX

void map_init(Map *m, Arena *arena, size_t expected);

/* The value of `key`, or MAP_NONE. */
uint32_t map_get(const Map *m, Str key);

/* Sets `key` if it is new. Returns the value that the key has now: it differs from `value` if the
 * key was there already. */
uint32_t map_put(Map *m, Str key, uint32_t value);

/* Sets `key`, whether or not it is in the map. */
void map_set(Map *m, Str key, uint32_t value);

#endif
