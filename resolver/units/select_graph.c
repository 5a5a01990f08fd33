// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/select_graph.h"

#include "base/core/vec.h"
#include "resolver/units/named.h"

typedef struct Starter {
	Arena *arena;
	const Workspace *workspace;
	const Selection *selection;
	bool *chosen; /* by index of the members */
} Starter;

static bool names_member(const Named *n, const Manifest *m)
{
	const SourceId source = source_path(m->folder);
	return named_takes(n, m->name, &m->version, &source);
}

static bool choose_named(const Starter *st, const Named *n)
{
	bool any = false;
	for (size_t i = 0; i < st->workspace->member_count; i++)
		if (names_member(n, st->workspace->members[i]))
			st->chosen[i] = any = true;
	return any;
}

static void choose_defaults(const Starter *st)
{
	const Workspace *ws = st->workspace;
	for (size_t i = 0; i < ws->member_count; i++)
		for (size_t d = 0; d < ws->default_count; d++)
			st->chosen[i] |= ws->members[i] == ws->defaults[d];
}

static void choose_all(const Starter *st)
{
	Diag silent = { 0 };
	NamedList excluded;
	named_read(st->arena, &silent, st->selection->exclude, &excluded);
	for (size_t i = 0; i < st->workspace->member_count; i++) {
		st->chosen[i] = true;
		for (size_t e = 0; e < excluded.count; e++)
			st->chosen[i] &=
				!names_member(&excluded.items[e], st->workspace->members[i]);
	}
}

/* Returns false if a package that is not a member is named. */
static bool choose_members(const Starter *st)
{
	const Selection *s = st->selection;
	if (s->workspace) {
		choose_all(st);
		return true;
	}
	Diag silent = { 0 };
	NamedList named;
	bool members = named_read(st->arena, &silent, s->packages, &named);
	for (size_t i = 0; i < named.count; i++)
		members &= choose_named(st, &named.items[i]);
	if (s->packages.count == 0)
		choose_defaults(st);
	return members;
}

static bool none_chosen(const Starter *st)
{
	for (size_t i = 0; i < st->workspace->member_count; i++)
		if (st->chosen[i])
			return false;
	return true;
}

static bool has_key(const Manifest *m, Str key)
{
	for (size_t i = 0; i < m->dep_count; i++)
		if (str_eq(m->deps[i].key, key))
			return true;
	return false;
}

/* Returns the features of the command line that the member can use. */
static StrList usable_features(const Starter *st, const Manifest *m)
{
	const FeatureTable *t = m->table;
	StrVec out = { 0 };
	const StrList asked = st->selection->features;
	for (size_t i = 0; i < asked.count; i++) {
		const FeatureValue v = feature_value_parse(asked.items[i]);
		const bool own = v.kind == VALUE_FEATURE
		                         ? feature_find(t, v.name) != MAP_NONE || has_key(m, v.name)
		                         : has_key(m, v.name);
		if (own)
			*vec_push(st->arena, &out, Str) = asked.items[i];
		else if (v.kind == VALUE_DEP_FEATURE && str_eq(v.name, m->name))
			*vec_push(st->arena, &out, Str) = v.dep_feature;
	}
	return (StrList){ out.items, out.count };
}

/* Returns whether it is `member/feature` for a chosen member that is not the current package. */
static bool is_for_member(const Starter *st, const FeatureValue *v)
{
	const Workspace *ws = st->workspace;
	for (size_t i = 0; v->kind == VALUE_DEP_FEATURE && i < ws->member_count; i++)
		if (st->chosen[i] && ws->members[i] != ws->current &&
		    str_eq(ws->members[i]->name, v->name))
			return true;
	return false;
}

static StrList usable_old(const Starter *st, const Manifest *m)
{
	StrVec out = { 0 };
	const StrList asked =
		m == st->workspace->current ? usable_features(st, m) : st->selection->features;
	for (size_t i = 0; i < asked.count; i++) {
		const FeatureValue v = feature_value_parse(asked.items[i]);
		const bool apart = is_for_member(st, &v);
		if (m == st->workspace->current && !apart)
			*vec_push(st->arena, &out, Str) = asked.items[i];
		else if (m != st->workspace->current && apart && str_eq(v.name, m->name))
			*vec_push(st->arena, &out, Str) = v.dep_feature;
	}
	return (StrList){ out.items, out.count };
}

/* Under resolver 1, in the folder of a package, that package is always a root, and the features of
 * the command line are its own. */
static GraphRoot root_old(const Starter *st, const Manifest *m)
{
	const Selection *s = st->selection;
	const bool current = m == st->workspace->current;
	return (GraphRoot){
		.member = m,
		.features = usable_old(st, m),
		.default_features = !current || !s->no_default_features,
		.all_features = s->all_features,
	};
}

/* `outsiders`: only packages that are not members are named, and any member may lead to them. */
static GraphRoot root_new(const Starter *st, const Manifest *m, bool outsiders)
{
	const Selection *s = st->selection;
	if (outsiders)
		return (GraphRoot){ .member = m, .default_features = true };
	return (GraphRoot){
		.member = m,
		.features = usable_features(st, m),
		.default_features = !s->no_default_features,
		.all_features = s->all_features,
	};
}

GraphRootList select_graph_roots(Arena *a, const Workspace *ws, const Selection *s)
{
	const Starter st = { a, ws, s, arena_array(a, bool, ws->member_count) };
	GraphRoot *roots = arena_array(a, GraphRoot, ws->member_count);
	const bool old = ws->resolver == 1 && ws->current->has_package;
	GraphRootList out = { .items = roots, .outsiders = !choose_members(&st) };
	const bool every = out.outsiders && none_chosen(&st);
	for (size_t i = 0; i < ws->member_count; i++) {
		const Manifest *m = ws->members[i];
		if (old ? st.chosen[i] || m == ws->current : st.chosen[i] || every)
			roots[out.count++] = old ? root_old(&st, m) : root_new(&st, m, every);
	}
	return out;
}
