// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/map.h"

static void make_slots(Map *m)
{
	m->slots = arena_array(m->arena, MapSlot, m->mask + 1);
}

void map_init(Map *m, Arena *arena, size_t expected)
{
	size_t slots = 4;
	while (slots / 2 < expected)
		slots *= 2;
	*m = (Map){ .arena = arena, .mask = slots - 1 };
}

/* The slot that holds `key`, or the free one where it belongs. */
static MapSlot *find(const Map *m, Str key, uint32_t hash)
{
	size_t i = hash & m->mask;
	while (m->slots[i].key.ptr && (m->slots[i].hash != hash || !str_eq(m->slots[i].key, key)))
		i = (i + 1) & m->mask;
	return &m->slots[i];
}

static void grow(Map *m)
{
	const MapSlot *old = m->slots;
	const size_t count = m->mask + 1;
	m->mask = 2 * count - 1;
	make_slots(m);
	for (size_t i = 0; i < count; i++) {
		if (!old[i].key.ptr)
			continue;
		size_t at = old[i].hash & m->mask;
		while (m->slots[at].key.ptr)
			at = (at + 1) & m->mask;
		m->slots[at] = old[i];
	}
}

static uint32_t hash_of(Str key)
{
	return (uint32_t)str_hash(key);
}

uint32_t map_get(const Map *m, Str key)
{
	if (!m->slots)
		return MAP_NONE;
	const MapSlot *slot = find(m, key, hash_of(key));
	return slot->key.ptr ? slot->value : MAP_NONE;
}

/* The slot of `key`, which gets `value` if it is new. */
static MapSlot *put(Map *m, Str key, uint32_t value)
{
	const uint32_t hash = hash_of(key);
	if (!m->slots)
		make_slots(m);
	MapSlot *slot = find(m, key, hash);
	if (slot->key.ptr)
		return slot;
	if (++m->count > m->mask / 2) {
		grow(m);
		slot = find(m, key, hash);
	}
	*slot = (MapSlot){ key.ptr ? key : STR(""), value, hash };
	return slot;
}

uint32_t map_put(Map *m, Str key, uint32_t value)
{
	return put(m, key, value)->value;
}

void map_set(Map *m, Str key, uint32_t value)
{
	put(m, key, value)->value = value;
}
