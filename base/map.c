// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/map.h"

static void set_capacity(Map *m, size_t slots)
{
	m->mask = slots - 1;
	m->slots = arena_array(m->arena, MapSlot, slots);
}

void map_init(Map *m, Arena *arena, size_t expected)
{
	size_t slots = 8;
	while (slots / 2 < expected)
		slots *= 2;
	*m = (Map){ .arena = arena };
	set_capacity(m, slots);
}

/* The slot that holds `key`, or the free one where it belongs. */
static MapSlot *find(const Map *m, Str key)
{
	size_t i = str_hash(key) & m->mask;
	while (m->slots[i].key.ptr && !str_eq(m->slots[i].key, key))
		i = (i + 1) & m->mask;
	return &m->slots[i];
}

static void grow(Map *m)
{
	const MapSlot *old = m->slots;
	const size_t count = m->mask + 1;
	set_capacity(m, count * 2);
	for (size_t i = 0; i < count; i++)
		if (old[i].key.ptr)
			*find(m, old[i].key) = old[i];
}

uint32_t map_get(const Map *m, Str key)
{
	if (!m->slots)
		return MAP_NONE;
	const MapSlot *slot = find(m, key);
	return slot->key.ptr ? slot->value : MAP_NONE;
}

uint32_t map_put(Map *m, Str key, uint32_t value)
{
	MapSlot *slot = find(m, key);
	if (slot->key.ptr)
		return slot->value;
	if (++m->count > m->mask / 2) {
		grow(m);
		slot = find(m, key);
	}
	*slot = (MapSlot){ key.ptr ? key : STR(""), value };
	return value;
}

void map_set(Map *m, Str key, uint32_t value)
{
	map_put(m, key, value);
	find(m, key)->value = value;
}
