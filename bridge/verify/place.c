// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/verify/place.h"

#include "base/core/map.h"
#include "emitters/report/unitgraph.h"

struct ManifestPlaces {
	const PackageGraph *graph;
	Map by_key; /* name, version and source to PkgId */
};

static Str key_of(Arena *a, Str name, Str version, Str source)
{
	return arena_printf(a, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(name), STR_ARG(version),
	                    STR_ARG(source));
}

const ManifestPlaces *places_make(Arena *a, const PackageGraph *g)
{
	ManifestPlaces *p = arena_new(a, ManifestPlaces);
	p->graph = g;
	map_init(&p->by_key, a, g->count);
	for (uint32_t i = 0; i < g->count; i++) {
		const Package *k = &g->packages[i];
		map_put(&p->by_key, key_of(a, k->name, k->version.text, unitgraph_source(a, g, k)),
		        i);
	}
	return p;
}

static const Manifest *manifest_of(const ManifestPlaces *p, const UnitFacts *u)
{
	scoped_arena scratch = { 0 };
	const uint32_t id =
		map_get(&p->by_key, key_of(&scratch, u->facts[FACT_NAME], u->facts[FACT_VERSION],
	                                   u->facts[FACT_SOURCE]));
	return id == MAP_NONE ? NULL : p->graph->packages[id].manifest;
}

static const Target *target_of(const Manifest *m, const UnitFacts *u)
{
	for (size_t i = 0; i < m->target_count; i++)
		if (str_eq(m->targets[i].raw_name, u->facts[FACT_TARGET]) &&
		    str_eq(str_from(unitgraph_kind(&m->targets[i])), u->facts[FACT_KIND]))
			return &m->targets[i];
	return NULL;
}

/* Returns the key in a manifest: `opt_level` is `opt-level` there, and `debuginfo` is `debug`. */
static Str profile_key(Arena *a, size_t fact)
{
	const char *name = facts_profile_key(fact);
	if (strcmp(name, "debuginfo") == 0)
		return STR("debug");
	return arena_replaced(a, str_from(name), '_', '-');
}

static Span place_of_profile(const ManifestPlaces *p, const UnitFacts *u, size_t fact)
{
	scoped_arena scratch = { 0 };
	const TomlTable *table =
		toml_get_table(p->graph->workspace->top->profiles, u->facts[FACT_PROFILE]);
	const TomlEntry *entry = toml_entry(table, profile_key(&scratch, fact));
	return entry ? entry->key_at : table ? table->at : NO_SPAN;
}

Span place_of_fact(const ManifestPlaces *p, const UnitFacts *u, size_t fact)
{
	const Manifest *m = manifest_of(p, u);
	if (!m)
		return NO_SPAN;
	const Span profile = fact >= FACT_PROFILE ? place_of_profile(p, u, fact) : NO_SPAN;
	if (profile.src)
		return profile;
	const Target *t = target_of(m, u);
	return t && t->at.src ? t->at : m->name_at;
}

Span place_of_feature(const ManifestPlaces *p, const UnitFacts *u, Str feature)
{
	const Manifest *m = manifest_of(p, u);
	const Span at = m ? manifest_feature_at(m, feature) : NO_SPAN;
	return m && !at.src ? m->name_at : at;
}

static bool same_crate(Str key, Str crate)
{
	if (key.len != crate.len)
		return false;
	for (size_t i = 0; i < key.len; i++)
		if ((key.ptr[i] == '-' ? '_' : key.ptr[i]) != crate.ptr[i])
			return false;
	return true;
}

Span place_of_dep(const ManifestPlaces *p, const UnitFacts *u, Str extern_name)
{
	const Manifest *m = manifest_of(p, u);
	for (size_t i = 0; m && i < m->dep_count; i++)
		if (same_crate(m->deps[i].key, extern_name))
			return m->deps[i].at;
	return m ? m->name_at : NO_SPAN;
}
