// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/feature.h"

#include <stdlib.h>

FeatureValue feature_value_parse(Str text)
{
	Str dep, rest;
	if (str_cut(text, '/', &dep, &rest)) {
		const bool weak = str_ends_with(dep, STR("?"));
		return (FeatureValue){ VALUE_DEP_FEATURE, str_sub(dep, 0, dep.len - weak), rest,
			               weak };
	}
	if (str_starts_with(text, STR("dep:")))
		return (FeatureValue){ VALUE_DEP, str_sub(text, 4, text.len), { 0 }, false };
	return (FeatureValue){ VALUE_FEATURE, text, { 0 }, false };
}

static int by_name(const void *a, const void *b)
{
	return str_compare(((const FeatureDef *)a)->name, ((const FeatureDef *)b)->name);
}

static FeatureDef define_feature(Arena *a, const Feature *f)
{
	FeatureValue *values = arena_array(a, FeatureValue, f->values.count);
	for (size_t i = 0; i < f->values.count; i++)
		values[i] = feature_value_parse(f->values.items[i]);
	return (FeatureDef){ f->name, values, f->values.count };
}

/*
 * Adds to `taken` every name that gets no implicit feature: declared features, and the names in
 * `dep:`.
 */
static void note_taken(const FeatureDef *defs, size_t count, Map *taken)
{
	for (size_t i = 0; i < count; i++) {
		map_set(taken, defs[i].name, 1);
		for (size_t v = 0; v < defs[i].count; v++)
			if (defs[i].values[v].kind == VALUE_DEP)
				map_set(taken, defs[i].values[v].name, 1);
	}
}

static FeatureDef implicit_feature(Arena *a, Str key)
{
	FeatureValue *value = arena_new(a, FeatureValue);
	*value = (FeatureValue){ .kind = VALUE_DEP, .name = key };
	return (FeatureDef){ key, value, 1 };
}

static void index_keys(Arena *a, const Manifest *m, FeatureTable *t)
{
	uint32_t *first = arena_array(a, uint32_t, m->dep_count);
	map_init(&t->by_key, a, m->dep_count);
	for (uint32_t i = 0; i < m->dep_count; i++)
		first[i] = map_put(&t->by_key, m->deps[i].key, i);
	t->first_of_key = first;
}

/* Appends the implicit features to the `count` declared ones. Returns the new count. */
static size_t add_implicit(Arena *a, const Manifest *m, FeatureDef *defs, size_t count)
{
	scoped_arena scratch = { 0 };
	Map taken;
	map_init(&taken, &scratch, 2 * count);
	note_taken(defs, count, &taken);
	for (size_t i = 0; i < m->dep_count; i++)
		if (m->deps[i].optional && map_put(&taken, m->deps[i].key, 2) == 2) {
			defs[count++] = implicit_feature(a, m->deps[i].key);
			map_set(&taken, m->deps[i].key,
			        1); /* only once, even if two tables have the dependency */
		}
	return count;
}

static bool in_order(const FeatureTable *t)
{
	for (size_t i = 1; i < t->count; i++)
		if (by_name(&t->defs[i - 1], &t->defs[i]) > 0)
			return false;
	return true;
}

const FeatureTable *feature_table(Arena *a, const Manifest *m)
{
	FeatureTable *t = arena_new(a, FeatureTable);
	size_t optional = 0;
	for (size_t i = 0; i < m->dep_count; i++)
		optional += m->deps[i].optional;
	FeatureDef *defs = arena_array(a, FeatureDef, m->feature_count + optional);
	for (size_t i = 0; i < m->feature_count; i++)
		defs[i] = define_feature(a, &m->features[i]);
	t->defs = defs;
	t->count = optional ? add_implicit(a, m, defs, m->feature_count) : m->feature_count;
	if (!in_order(t))
		qsort(defs, t->count, sizeof(*defs), by_name);
	map_init(&t->by_name, a, t->count);
	for (size_t i = 0; i < t->count; i++)
		map_put(&t->by_name, defs[i].name, (uint32_t)i);
	t->by_default = map_get(&t->by_name, STR("default"));
	index_keys(a, m, t);
	return t;
}

StrList feature_names(Arena *a, const FeatureTable *t)
{
	Str *names = arena_array(a, Str, t->count);
	for (size_t i = 0; i < t->count; i++)
		names[i] = t->defs[i].name;
	return (StrList){ names, t->count };
}
