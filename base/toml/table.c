// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/toml/reader.h"

#include <stdlib.h>

enum { UNINDEXED_MAX = 8 }; /* tables with at most this many entries are searched one by one */

typedef struct TableSlot {
	uint32_t hash, entry; /* entry + 1; 0: free */
} TableSlot;

struct TomlIndex {
	TableSlot *slots;
	uint32_t mask;
};

/* The slot of `key`, or the free one where it belongs. */
static TableSlot *find_slot(const TomlTable *t, Str key, uint32_t h)
{
	const struct TomlIndex *index = t->index;
	uint32_t i = h & index->mask;
	for (;; i = (i + 1) & index->mask) {
		TableSlot *s = &index->slots[i];
		if (!s->entry || (s->hash == h && str_eq(t->entries[s->entry - 1].key, key)))
			return s;
	}
}

static void set_slots(Arena *a, struct TomlIndex *index, uint32_t count)
{
	index->slots = arena_array(a, TableSlot, count);
	index->mask = count - 1;
}

static void build_index(Arena *a, TomlTable *t)
{
	t->index = arena_new(a, struct TomlIndex);
	set_slots(a, t->index, 8 * UNINDEXED_MAX);
	for (uint32_t i = 0; i < t->count; i++) {
		const uint32_t h = str_hash_secret(t->entries[i].key);
		*find_slot(t, t->entries[i].key, h) = (TableSlot){ h, i + 1 };
	}
}

static void grow_index(Arena *a, TomlTable *t)
{
	const TableSlot *old = t->index->slots;
	const uint32_t count = t->index->mask + 1;
	set_slots(a, t->index, count * 2);
	for (uint32_t i = 0; i < count; i++) {
		if (!old[i].entry)
			continue;
		uint32_t at = old[i].hash & t->index->mask;
		while (t->index->slots[at].entry)
			at = (at + 1) & t->index->mask;
		t->index->slots[at] = old[i];
	}
}

static TomlEntry *find_entry(const TomlTable *t, Str key)
{
	if (t->index) {
		const TableSlot *s = find_slot(t, key, str_hash_secret(key));
		return s->entry ? &t->entries[s->entry - 1] : NULL;
	}
	for (size_t i = 0; i < t->count; i++)
		if (str_eq(t->entries[i].key, key))
			return &t->entries[i];
	return NULL;
}

TomlOpenTable *toml_table_new(TomlReader *r, Span at, TomlOrigin origin, unsigned depth)
{
	TomlOpenTable *t = arena_new(r->arena, TomlOpenTable);
	*t = (TomlOpenTable){ .table.at = at, .depth = depth, .origin = origin };
	return t;
}

/* Usually nothing was allocated since the previous entry, and the array grows in place. */
static void make_room(Arena *a, TomlOpenTable *t)
{
	TomlTable *const table = &t->table;
	if (table->entries && table->count < t->room)
		return;
	if (table->entries &&
	    arena_extend(a, table->entries, t->room * sizeof(TomlEntry), sizeof(TomlEntry))) {
		t->room++;
		return;
	}
	t->room = table->entries ? t->room * 2 : 2;
	TomlEntry *larger = arena_array(a, TomlEntry, t->room);
	if (table->entries)
		memcpy(larger, table->entries, table->count * sizeof(TomlEntry));
	table->entries = larger;
}

static TomlEntry *table_slot(Arena *a, TomlOpenTable *t, const TomlKey *key, bool *added)
{
	TomlTable *const table = &t->table;
	TableSlot *slot = NULL;
	uint32_t h = 0;
	if (table->index) {
		if (table->count > table->index->mask / 2)
			grow_index(a, table);
		h = str_hash_secret(key->text);
		slot = find_slot(table, key->text, h);
	}
	TomlEntry *old = !slot         ? find_entry(table, key->text)
	                 : slot->entry ? &table->entries[slot->entry - 1]
	                               : NULL;
	*added = !old;
	if (old)
		return old;
	make_room(a, t);
	TomlEntry *e = &table->entries[table->count++];
	*e = (TomlEntry){ .key = key->text, .key_at = key->at };
	if (slot)
		*slot = (TableSlot){ h, (uint32_t)table->count };
	else if (table->count > UNINDEXED_MAX)
		build_index(a, table);
	return e;
}

TomlEntry *toml_table_slot(TomlReader *r, TomlOpenTable *t, const TomlKey *key, bool *added)
{
	return table_slot(r->arena, t, key, added);
}

TomlOpenTable *toml_table_of(const TomlValue *v)
{
	return (TomlOpenTable *)v->table; /* the reader makes every table as a TomlOpenTable */
}

TomlTable *toml_make_table(Arena *a, Span at)
{
	TomlOpenTable *t = arena_new(a, TomlOpenTable);
	t->table.at = at;
	return &t->table;
}

TomlEntry *toml_add(Arena *a, TomlTable *t, Str key, Span key_at)
{
	bool added;
	return table_slot(a, (TomlOpenTable *)t, &(TomlKey){ key, key_at }, &added);
}

const TomlEntry *toml_entry(const TomlTable *t, Str key)
{
	return t ? find_entry(t, key) : NULL;
}

const TomlValue *toml_get(const TomlTable *t, Str key)
{
	const TomlEntry *e = toml_entry(t, key);
	return e ? &e->value : NULL;
}

const TomlTable *toml_get_table(const TomlTable *t, Str key)
{
	const TomlValue *v = toml_get(t, key);
	return v && v->kind == TOML_TABLE ? v->table : NULL;
}

int toml_compare_entries(const void *a, const void *b)
{
	const TomlEntry *const *x = a, *const *y = b;
	return str_compare((*x)->key, (*y)->key);
}

const TomlEntry **toml_sorted(Arena *a, const TomlTable *t)
{
	const TomlEntry **out = arena_array(a, const TomlEntry *, t->count);
	for (size_t i = 0; i < t->count; i++)
		out[i] = &t->entries[i];
	if (t->count)
		qsort(out, t->count, sizeof(*out), toml_compare_entries);
	return out;
}

const char *toml_kind_name(TomlKind kind)
{
	static const char *const names[] = {
		[TOML_STRING] = "a string",
		[TOML_INTEGER] = "an integer",
		[TOML_FLOAT] = "a float",
		[TOML_BOOL] = "a boolean",
		[TOML_DATETIME] = "a date and time",
		[TOML_DATETIME_LOCAL] = "a date and time",
		[TOML_DATE_LOCAL] = "a date",
		[TOML_TIME_LOCAL] = "a time",
		[TOML_ARRAY] = "an array",
		[TOML_TABLE] = "a table",
	};
	return names[kind];
}
