// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/config/config_internal.h"

typedef struct Merger {
	Arena *arena;
	Diag *diag;
	MergeRule rule;
	StrVec path; /* the keys that lead to the current table */
} Merger;

/* Lists with a program, which are not joined: that of higher precedence replaces the other. */
static const char *const whole_lists[] = {
	"credential-alias.*",
	"doc.browser",
	"host.runner",
	"registries.*.credential-provider",
	"registry.credential-provider",
	"target.*.runner",
};

static bool matches_path(const Merger *m, Str pattern)
{
	size_t i = 0;
	for (Str part; str_next(&pattern, '.', &part); i++)
		if (i >= m->path.count ||
		    (!str_eq(part, STR("*")) && !str_eq(part, m->path.items[i])))
			return false;
	return i == m->path.count;
}

static bool is_whole_list(const Merger *m)
{
	for (size_t i = 0; i < COUNT_OF(whole_lists); i++)
		if (matches_path(m, str_from(whole_lists[i])))
			return true;
	return false;
}

static void merge_lists(const Merger *m, TomlValue *old, const TomlValue *new)
{
	if (is_whole_list(m)) {
		if (m->rule == MERGE_FORCE)
			*old = *new;
		return;
	}
	const TomlArray *first = m->rule == MERGE_FORCE ? &old->array : &new->array;
	const TomlArray *second = m->rule == MERGE_FORCE ? &new->array : &old->array;
	const size_t count = first->count + second->count;
	TomlValue *items = arena_array(m->arena, TomlValue, count);
	if (first->count)
		memcpy(items, first->items, array_size(first->count, sizeof(*items)));
	if (second->count)
		memcpy(items + first->count, second->items,
		       array_size(second->count, sizeof(*items)));
	old->array = (TomlArray){ items, count };
}

static bool report_clash(const Merger *m, const TomlValue *old, const TomlValue *new)
{
	Str key = STR("");
	for (size_t i = 0; i < m->path.count; i++)
		key = arena_printf(m->arena, STR_FMT "%s" STR_FMT, STR_ARG(key), i ? "." : "",
		                   STR_ARG(m->path.items[i]));
	diag_error(m->diag, new->at, "cannot merge `" STR_FMT "`: here it is %s", STR_ARG(key),
	           toml_kind_name(new->kind));
	diag_note(m->diag, old->at, "and here it is %s", toml_kind_name(old->kind));
	diag_help(m->diag, "tables and arrays merge only with values of the same kind: write both "
	                   "in the same way");
	return false;
}

static bool merge_tables(Merger *m, TomlTable *into, const TomlTable *from);

static bool merge_values(Merger *m, TomlValue *old, const TomlValue *new)
{
	if (old->kind == TOML_TABLE && new->kind == TOML_TABLE)
		return merge_tables(m, old->table, new->table);
	if (old->kind == TOML_ARRAY && new->kind == TOML_ARRAY) {
		merge_lists(m, old, new);
		return true;
	}
	if (old->kind >= TOML_ARRAY || new->kind >= TOML_ARRAY)
		return report_clash(m, old, new);
	if (m->rule == MERGE_FORCE)
		*old = *new;
	return true;
}

/* Recurses at most as deep as the TOML parser allows. */
static bool merge_tables(Merger *m, TomlTable *into, const TomlTable *from)
{
	bool good = true;
	for (size_t i = 0; i < from->count; i++) {
		const TomlEntry *e = &from->entries[i];
		TomlEntry *slot = toml_add(m->arena, into, e->key, e->key_at);
		if (!slot->value.at.src) {
			slot->value = e->value;
			continue;
		}
		*vec_push(m->arena, &m->path, Str) = e->key;
		good &= merge_values(m, &slot->value, &e->value);
		m->path.count--;
	}
	return good;
}

bool config_merge(Arena *a, Diag *diag, TomlTable *into, const TomlTable *from, MergeRule rule)
{
	Merger m = { .arena = a, .diag = diag, .rule = rule };
	return merge_tables(&m, into, from);
}
