// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/map.h"

enum { LIST_MOST = 8 }; /* up to this many slots are searched one by one */

static bool is_list(const Map *m)
{
	return m->room <= LIST_MOST;
}

static bool is_full(const Map *m)
{
	return m->count >= (is_list(m) ? m->room : m->room / 2);
}

void map_init(Map *m, Arena *arena, size_t expected)
{
	size_t room = expected;
	if (expected > LIST_MOST)
		for (room = 4 * (size_t)LIST_MOST; room / 2 < expected;)
			room *= 2;
	*m = (Map){ .arena = arena, .room = room ? room : 1 };
}

static bool is_at(const MapSlot *slot, Str key, uint32_t hash)
{
	return slot->hash == hash && str_eq(slot->key, key);
}

/* The slot that holds `key`, or NULL. */
static MapSlot *find_slot(const Map *m, Str key, uint32_t hash)
{
	if (is_list(m)) {
		for (size_t i = 0; i < m->count; i++)
			if (is_at(&m->slots[i], key, hash))
				return &m->slots[i];
		return NULL;
	}
	const size_t mask = m->room - 1;
	for (size_t i = hash & mask; m->slots[i].key.ptr; i = (i + 1) & mask)
		if (is_at(&m->slots[i], key, hash))
			return &m->slots[i];
	return NULL;
}

/* Adds to a map that is not full and does not have the key. */
static MapSlot *add_slot(Map *m, const MapSlot *from)
{
	const size_t mask = m->room - 1;
	size_t i = is_list(m) ? m->count : from->hash & mask;
	while (m->slots[i].key.ptr)
		i = (i + 1) & mask;
	m->count++;
	m->slots[i] = *from;
	return &m->slots[i];
}

static void double_room(Map *m)
{
	const Map old = *m;
	map_init(m, old.arena, 2 * old.count);
	m->slots = arena_array(m->arena, MapSlot, m->room);
	for (size_t i = 0; i < old.room; i++)
		if (old.slots[i].key.ptr)
			add_slot(m, &old.slots[i]);
}

uint32_t map_get(const Map *m, Str key)
{
	if (!m->count)
		return MAP_NONE;
	const MapSlot *slot = find_slot(m, key, str_hash_secret(key));
	return slot ? slot->value : MAP_NONE;
}

/* Returns the value of `key`, which is set to `value` if the key is new. */
static uint32_t *put_value(Map *m, Str key, uint32_t value)
{
	const uint32_t hash = str_hash_secret(key);
	const MapSlot new = { key.ptr ? key : STR(""), value, hash };
	MapSlot *slot = m->count ? find_slot(m, new.key, hash) : NULL;
	if (slot)
		return &slot->value;
	if (!m->slots)
		m->slots = arena_array(m->arena, MapSlot, m->room);
	else if (is_full(m))
		double_room(m);
	return &add_slot(m, &new)->value;
}

uint32_t map_put(Map *m, Str key, uint32_t value)
{
	return *put_value(m, key, value);
}

void map_set(Map *m, Str key, uint32_t value)
{
	*put_value(m, key, value) = value;
}
