// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/feature.h"
#include "resolver/manifest/parts.h"
#include "resolver/terms/names.h"

#include <stdlib.h>

typedef struct DepInfo {
	bool optional; /* whether any of its records is optional */
	bool used;     /* whether a feature value names it */
	bool hidden;   /* whether `dep:name` names it */
	Span at;
} DepInfo;

typedef struct FeatureCheck {
	const ManifestReader *r;
	const FeatureTable *table; /* declared and implicit features */
	DepInfo *info;             /* indexed by the first record of a key */
} FeatureCheck;

typedef struct Value { /* one value of one feature */
	Str of, text;
	Span at;
	FeatureValue v;
} Value;

/*
 * Sorts the entries of [features] by name. Leaves out those with a wrong name or type, which it
 * reports.
 */
static size_t sort_entries(const ManifestReader *r, const TomlTable *t, const TomlEntry **sorted)
{
	static const KeyPath path = { NULL, STR_INIT("features") };
	size_t count = 0;
	bool in_order = true;
	for (size_t i = 0; i < t->count; i++) {
		const TomlEntry *e = &t->entries[i];
		if (!name_check_feature(r->diag, e->key, e->key_at) ||
		    !key_check(&r->keys, e, KEY_STRINGS, &path))
			continue;
		in_order &= !count || str_compare(sorted[count - 1]->key, e->key) < 0;
		sorted[count++] = e;
	}
	if (!in_order)
		qsort(sorted, count, sizeof(*sorted), toml_compare_entries);
	return count;
}

static DepInfo *find_dep(FeatureCheck *c, Str key)
{
	const uint32_t i = map_get(&c->table->by_key, key);
	return i == MAP_NONE ? NULL : &c->info[i];
}

static void collect_deps(FeatureCheck *c, Arena *scratch)
{
	const Manifest *m = c->r->m;
	c->info = arena_array(scratch, DepInfo, m->dep_count);
	for (size_t i = 0; i < m->dep_count; i++) {
		const Dependency *d = &m->deps[i];
		const uint32_t first = c->table->first_of_key[i];
		if (first == i || d->optional)
			c->info[first].at = d->at;
		c->info[first].optional |= d->optional;
	}
}

static void wrong_value(const FeatureCheck *c, const Value *v, const char *fmt, ...)
	DIAG_FORMAT(3, 4);
static void wrong_value(const FeatureCheck *c, const Value *v, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	const Str why = arena_vprintf(c->r->arena, fmt, args);
	va_end(args);
	diag_error(c->r->diag, v->at, "feature `" STR_FMT "` includes `" STR_FMT "`" STR_FMT,
	           STR_ARG(v->of), STR_ARG(v->text), STR_ARG(why));
}

static void not_optional(const FeatureCheck *c, const Value *v, const DepInfo *d)
{
	wrong_value(c, v, ", but `" STR_FMT "` is not an optional dependency", STR_ARG(v->v.name));
	diag_note(c->r->diag, d->at, "a non-optional dependency of the same name is defined here");
	diag_help(c->r->diag, "consider adding `optional = true` to its definition");
}

static bool similar_dependency(const FeatureCheck *c, Str name)
{
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	const Manifest *m = c->r->m;
	for (size_t i = 0; i < m->dep_count; i++)
		closest_offer(name, m->deps[i].key, &best, &edits);
	if (best.ptr)
		diag_help(c->r->diag, "a dependency with a similar name exists: `" STR_FMT "`",
		          STR_ARG(best));
	return best.ptr != NULL;
}

static void not_listed(const FeatureCheck *c, const Value *v, const char *how)
{
	wrong_value(c, v, ", but `" STR_FMT "` is not %s", STR_ARG(v->v.name), how);
	if (!similar_dependency(c, v->v.name))
		diag_help(c->r->diag, "add `" STR_FMT "` to `[dependencies]`", STR_ARG(v->v.name));
}

static void unknown_feature(const FeatureCheck *c, const Value *v)
{
	wrong_value(c, v, " which is neither a dependency nor another feature");
	if (c->r->diag->muted)
		return;
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	const Manifest *m = c->r->m;
	for (size_t i = 0; i < m->feature_count; i++)
		closest_offer(v->v.name, m->features[i].name, &best, &edits);
	if (best.ptr)
		diag_help(c->r->diag, "a feature with a similar name exists: `" STR_FMT "`",
		          STR_ARG(best));
	if (!similar_dependency(c, v->v.name) && !best.ptr)
		diag_help(c->r->diag, "add `" STR_FMT " = []` to `[features]`, or remove it here",
		          STR_ARG(v->v.name));
}

static void check_feature(const FeatureCheck *c, const Value *v, const DepInfo *d)
{
	if (feature_find(c->table, v->v.name) != MAP_NONE)
		return; /* a declared or an implicit feature */
	if (!d) {
		unknown_feature(c, v);
	} else if (!d->optional) {
		not_optional(c, v, d);
	} else {
		wrong_value(c, v,
		            ", but `" STR_FMT "` is an optional dependency without an implicit "
		            "feature",
		            STR_ARG(v->v.name));
		diag_help(c->r->diag, "use `dep:" STR_FMT "` to enable the dependency",
		          STR_ARG(v->v.name));
	}
}

static void check_dep(const FeatureCheck *c, const Value *v, const DepInfo *d)
{
	if (!d) {
		not_listed(c, v, "listed as a dependency");
	} else if (!d->optional) {
		not_optional(c, v, d);
	}
}

static void dep_with_slash(FeatureCheck *c, const Value *v)
{
	const Str dep = str_sub(v->v.name, 4, v->v.name.len);
	const DepInfo *d = find_dep(c, dep);
	wrong_value(c, v, " with both `dep:` and `/`");
	diag_help(c->r->diag, "to fix this, remove the `dep:` prefix");
	if (!v->v.weak && d && d->optional && !d->hidden)
		diag_help(c->r->diag,
		          "if the intent is to avoid creating an implicit feature `" STR_FMT
		          "`, replace it with two values: \"dep:" STR_FMT "\", \"" STR_FMT
		          "/" STR_FMT "\"",
		          STR_ARG(dep), STR_ARG(dep), STR_ARG(dep), STR_ARG(v->v.dep_feature));
}

static void check_dep_feature(FeatureCheck *c, const Value *v, const DepInfo *d)
{
	if (str_find(v->v.dep_feature, '/') >= 0) {
		diag_error(c->r->diag, v->at,
		           "multiple slashes in feature `" STR_FMT
		           "` (included by feature `" STR_FMT "`) are not allowed",
		           STR_ARG(v->text), STR_ARG(v->of));
		diag_help(c->r->diag, "name a feature of the dependency, which may enable those of "
		                      "its own dependencies");
	} else if (str_starts_with(v->v.name, STR("dep:"))) {
		dep_with_slash(c, v);
	} else if (!d) {
		not_listed(c, v, "a dependency");
	} else if (v->v.weak && !d->optional) {
		wrong_value(c, v, " with a `?`, but `" STR_FMT "` is not an optional dependency",
		            STR_ARG(v->v.name));
		diag_note(c->r->diag, d->at,
		          "a non-optional dependency of the same name is defined here");
		diag_help(c->r->diag, "consider removing the `?` or changing the dependency to be "
		                      "optional");
	}
}

static bool is_failed_dep(const ManifestReader *r, Str key)
{
	return str_list_has((StrList){ r->failed_deps.items, r->failed_deps.count }, key);
}

static void depends_on_itself(const FeatureCheck *c, const Value *v)
{
	diag_error(c->r->diag, v->at,
	           "cyclic feature dependency: feature `" STR_FMT "` depends on itself",
	           STR_ARG(v->of));
	diag_help(c->r->diag, "remove it from its own list");
}

static void check_value(FeatureCheck *c, const Value *v)
{
	const DepInfo *d = find_dep(c, v->v.name);
	if (!d && is_failed_dep(c->r, v->v.name))
		return;
	switch (v->v.kind) {
	case VALUE_FEATURE:
		if (!str_eq(v->v.name, v->of))
			check_feature(c, v, d);
		else if (c->r->c->member) /* in other packages this is an error only if a build
		                             activates it */
			depends_on_itself(c, v);
		break;
	case VALUE_DEP:
		check_dep(c, v, d);
		break;
	case VALUE_DEP_FEATURE:
		check_dep_feature(c, v, d);
		break;
	}
}

/* Marks the dependencies that the values name. This must come before the checks. */
static void mark_used(FeatureCheck *c, const TomlEntry *e)
{
	for (size_t i = 0; i < e->value.array.count; i++) {
		const FeatureValue v = feature_value_parse(e->value.array.items[i].text);
		DepInfo *d = v.kind == VALUE_FEATURE ? NULL : find_dep(c, v.name);
		if (!d)
			continue;
		d->used = true;
		d->hidden |= v.kind == VALUE_DEP;
	}
}

static void check_entry(FeatureCheck *c, const TomlEntry *e)
{
	for (size_t i = 0; i < e->value.array.count; i++) {
		const TomlValue *item = &e->value.array.items[i];
		const Value v = { e->key, item->text, item->at, feature_value_parse(item->text) };
		check_value(c, &v);
	}
}

/*
 * An optional dependency with the name of a declared feature needs a feature value that names it.
 */
static void check_unused(FeatureCheck *c)
{
	const Manifest *m = c->r->m;
	for (size_t i = 0; i < m->dep_count; i++) {
		DepInfo *d = &c->info[c->table->first_of_key[i]];
		const Str key = m->deps[i].key;
		if (!d->optional || d->used)
			continue;
		d->used = true;
		/*
		 * No declared feature has `dep:` for it, so a feature that has one is the implicit
		 * feature.
		 */
		const uint32_t f = feature_find(c->table, key);
		const FeatureDef *def = f == MAP_NONE ? NULL : &c->table->defs[f];
		const bool declared = !def || def->count != 1 || def->values[0].kind != VALUE_DEP;
		if (!declared)
			continue;
		diag_error(c->r->diag, d->at,
		           "optional dependency `" STR_FMT "` is not included in any feature",
		           STR_ARG(key));
		diag_help(c->r->diag,
		          "make sure that `dep:" STR_FMT "` is included in one of the "
		          "features in the [features] table",
		          STR_ARG(key));
	}
}

static void read_table(ManifestReader *r, const TomlTable *t)
{
	scoped_arena scratch = { 0 };
	const TomlEntry **sorted = arena_array(&scratch, const TomlEntry *, t->count);
	const size_t count = sort_entries(r, t, sorted);
	Feature *features = arena_array(r->arena, Feature, count);
	for (size_t i = 0; i < count; i++)
		features[i] = (Feature){ sorted[i]->key, key_strings(r->arena, sorted[i]),
			                 sorted[i]->key_at };
	r->m->features = features;
	r->m->feature_count = count;
	r->m->table = feature_table(r->arena, r->m);
	FeatureCheck c = { .r = r, .table = r->m->table };
	collect_deps(&c, &scratch);
	for (size_t i = 0; i < count; i++)
		mark_used(&c, sorted[i]);
	for (size_t i = 0; i < count; i++)
		check_entry(&c, sorted[i]);
	check_unused(&c);
	const TomlEntry *odd = toml_entry(t, STR("default-features"));
	if (odd)
		reader_warn(r, odd->key_at,
		            "`[features]` defines a feature named `default-features`; only a "
		            "feature named `default` will be enabled by default");
}

void read_features(ManifestReader *r, const TomlEntry *e)
{
	const TomlTable *t = key_table(e);
	if (t && t->count)
		read_table(r, t);
	else
		r->m->table = feature_table(r->arena, r->m);
}
