// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/features.h"

#include "base/core/vec.h"

#include <stdlib.h>

/*
 * All work waits on one stack of tasks. A task switches on one feature value of a package, or
 * visits the dependencies of a package that was reached. Features are only ever switched on, so the
 * order of the tasks does not matter.
 *
 * Since resolver 2 a package has two sides. Packages that build scripts and proc macros use are
 * compiled for the host, and the features for that must not reach the program: a `std` that a macro
 * requests would break a build for a target without std. Under resolver 1 the side FOR_NORMAL
 * stands for both.
 *
 * The graph has records (dependencies) of all platforms and kinds, since Cargo's version resolver
 * looks at all of them (resolver/graph/walk.c). Resolver 2 ignores the records that do not count
 * for this build. That is why it switches on fewer features than resolver 1.
 */

/* A request by `key?/feature` that waits, because `key` is off. */
typedef struct Deferred {
	uint32_t key;
	Str feature;
} Deferred;

typedef struct Side {   /* one package on one side */
	bool reached;   /* something uses it */
	bool walked;    /* its dependencies that are not optional were visited */
	bool *on;       /* by index of the feature table */
	bool *dep_on;   /* by key id: the optional dependency is on */
	StrVec unknown; /* features that were requested, but are not in the table */
	VEC(Deferred) deferred;
	StrList list; /* the result: all features that are on */
} Side;

typedef struct Link { /* a record and the package that it was mapped to */
	PkgId to;
	const Dependency *record;
	bool active[2]; /* its platform matches the host; matches any requested target */
} Link;

typedef struct FeatureNode {
	const FeatureTable *table;
	Link *links;     /* sorted by key id: the index of the first record with the key */
	uint32_t *first; /* by key id: its first link; ends with the number of links */
	size_t link_count;
	Side side[2];
} FeatureNode;

typedef struct FeatureTask {
	PkgId pkg;
	FeaturesFor side;
	bool walk; /* visit the dependencies; else handle `value` */
	FeatureValue value;
} FeatureTask;

struct Features {
	Arena *arena;
	const PackageGraph *graph;
	FeatureNode *nodes;
	bool split;         /* host features are kept apart */
	bool skip_inactive; /* records of other platforms are ignored */
	bool skip_dev;      /* dev-dependencies are ignored, because no tests are built */
	VEC(FeatureTask) work;
	const Features *rest; /* of appended packages (features_append), or NULL */
};

bool features_platform_active(const PackageGraph *graph, const Dependency *dep, int platform)
{
	const Toolchain *t = graph->toolchain;
	if (!dep->platform || t->every_platform)
		return true;
	const bool host = platform < 0 || t->target_count == 0;
	const TargetInfo *info = host ? &t->host_info : &t->targets[platform];
	return platform_matches(dep->platform, info->triple, &info->cfg);
}

static bool active_for_targets(const PackageGraph *graph, const Dependency *dep)
{
	if (graph->toolchain->target_count == 0)
		return features_platform_active(graph, dep, PLATFORM_HOST);
	for (size_t i = 0; i < graph->toolchain->target_count; i++)
		if (features_platform_active(graph, dep, (int)i))
			return true;
	return false;
}

static uint32_t key_of_record(const Package *p, const Dependency *d)
{
	return p->manifest->table->first_of_key[d - p->manifest->deps];
}

/* Returns the key id of `name`, or MAP_NONE if no link has that key. */
static uint32_t find_key(const FeatureNode *n, Str name)
{
	const uint32_t key = map_get(&n->table->by_key, name);
	return key != MAP_NONE && n->first[key] < n->first[key + 1] ? key : MAP_NONE;
}

static void count_links(const Package *p, FeatureNode *n)
{
	for (size_t e = 0; e < p->edge_count; e++)
		for (size_t r = 0; r < p->edges[e].record_count; r++)
			n->first[key_of_record(p, p->edges[e].records[r]) + 2]++;
	for (size_t k = 0; k < p->manifest->dep_count; k++)
		n->first[k + 2] += n->first[k + 1];
}

/* Sorts the package's links by key id, with a counting sort. */
static void sort_links(const Features *f, const Package *p, FeatureNode *n)
{
	n->first = arena_array(f->arena, uint32_t, p->manifest->dep_count + 2);
	count_links(p, n);
	n->link_count = n->first[p->manifest->dep_count + 1];
	n->links = arena_array(f->arena, Link, n->link_count);
	for (size_t e = 0; e < p->edge_count; e++)
		for (size_t r = 0; r < p->edges[e].record_count; r++) {
			const Dependency *d = p->edges[e].records[r];
			n->links[n->first[key_of_record(p, d) + 1]++] =
				(Link){ p->edges[e].to,
				        d,
				        { features_platform_active(f->graph, d, PLATFORM_HOST),
				          active_for_targets(f->graph, d) } };
		}
}

static void open_node(Features *f, PkgId id)
{
	FeatureNode *n = &f->nodes[id];
	const Package *p = &f->graph->packages[id];
	if (n->table)
		return;
	n->table = p->manifest->table;
	sort_links(f, p, n);
	for (int s = 0; s < 2; s++) {
		n->side[s].on = arena_array(f->arena, bool, n->table->count);
		n->side[s].dep_on = arena_array(f->arena, bool, p->manifest->dep_count);
	}
}

/* Returns the state of the package on that side. Without `split` both sides have one state. */
static Side *side_of(const Features *f, PkgId pkg, FeaturesFor side)
{
	return &f->nodes[pkg].side[f->split ? side : FOR_NORMAL];
}

/* Returns whether the record counts on `side`. Sets `*to` to the side of the package that it leads
 * to: build scripts and macros are compiled for the host, whatever uses them. */
static bool link_counts(const Features *f, const Link *l, FeaturesFor side, FeaturesFor *to)
{
	const bool host = l->record->kind == DEP_BUILD || side == FOR_HOST;
	if (f->skip_inactive && !l->active[host ? 0 : 1])
		return false;
	if (f->skip_dev && l->record->kind == DEP_DEV)
		return false;
	*to = f->split && (host || f->graph->packages[l->to].macro) ? FOR_HOST : side;
	return true;
}

static void push_value(Features *f, PkgId pkg, FeaturesFor side, FeatureValue value)
{
	*vec_push(f->arena, &f->work, FeatureTask) = (FeatureTask){ pkg, side, false, value };
}

/* Reaches the package of the link, with the features that the record requests of it. */
static void push_wants(Features *f, const Link *l, FeaturesFor side)
{
	open_node(f, l->to);
	const Side *s = side_of(f, l->to, side);
	const uint32_t by_default = f->nodes[l->to].table->by_default;
	const FeatureValue def = { .kind = VALUE_FEATURE, .name = STR_INIT("default") };
	if (!s->walked)
		*vec_push(f->arena, &f->work, FeatureTask) =
			(FeatureTask){ .pkg = l->to, .side = side, .walk = true };
	for (size_t i = 0; i < l->record->features.count; i++)
		push_value(f, l->to, side, feature_value_parse(l->record->features.items[i]));
	if (l->record->default_features && by_default != MAP_NONE && !s->on[by_default])
		push_value(f, l->to, side, def);
}

static void walk_package(Features *f, PkgId pkg, FeaturesFor side)
{
	Side *s = side_of(f, pkg, side);
	s->reached = true;
	if (s->walked)
		return;
	s->walked = true;
	const FeatureNode *n = &f->nodes[pkg];
	for (size_t i = 0; i < n->link_count; i++) {
		FeaturesFor to;
		if (!n->links[i].record->optional && link_counts(f, &n->links[i], side, &to))
			push_wants(f, &n->links[i], to);
	}
}

static void enable_feature(Features *f, PkgId pkg, FeaturesFor side, Str name)
{
	Side *s = side_of(f, pkg, side);
	const FeatureTable *t = f->nodes[pkg].table;
	const uint32_t i = feature_find(t, name);
	s->reached = true;
	if (i == MAP_NONE) {
		for (size_t k = 0; k < s->unknown.count; k++)
			if (str_eq(s->unknown.items[k], name))
				return;
		*vec_push(f->arena, &s->unknown, Str) = name;
		return;
	}
	if (s->on[i])
		return;
	s->on[i] = true;
	for (size_t v = 0; v < t->defs[i].count; v++)
		push_value(f, pkg, side, t->defs[i].values[v]);
}

/* The link's key is on now. So requests that waited for it go to the package of the link. */
static void release_deferred(Features *f, PkgId pkg, FeaturesFor side, const Link *l,
                             FeaturesFor to)
{
	const Side *s = side_of(f, pkg, side);
	const uint32_t key = key_of_record(&f->graph->packages[pkg], l->record);
	for (size_t i = 0; i < s->deferred.count; i++)
		if (s->deferred.items[i].key == key)
			push_value(f, l->to, to, feature_value_parse(s->deferred.items[i].feature));
}

static void enable_dep(Features *f, PkgId pkg, FeaturesFor side, Str name)
{
	const FeatureNode *n = &f->nodes[pkg];
	const uint32_t key = find_key(n, name);
	Side *s = side_of(f, pkg, side);
	if (key == MAP_NONE || s->dep_on[key])
		return;
	s->dep_on[key] = true;
	for (uint32_t i = n->first[key]; i < n->first[key + 1]; i++) {
		FeaturesFor to;
		if (!link_counts(f, &n->links[i], side, &to))
			continue;
		push_wants(f, &n->links[i], to);
		release_deferred(f, pkg, side, &n->links[i], to);
	}
}

/* Under resolver 1, `key/feature` also switches on the feature `key` of an optional dependency to
 * which no link leads, because its platform is not one of the build's. */
static void enable_inactive(Features *f, PkgId pkg, FeaturesFor side, const FeatureValue *v)
{
	if (!f->skip_inactive && !v->weak &&
	    feature_find(f->nodes[pkg].table, v->name) != MAP_NONE &&
	    manifest_has_optional(f->graph->packages[pkg].manifest, v->name))
		enable_feature(f, pkg, side, v->name);
}

/*
 * `key/feature` switches on an optional dependency, and the feature `key`. `key?/feature` does
 * neither. While the dependency is off, such a request waits, because a later task may switch on
 * the dependency.
 */
static void enable_dep_feature(Features *f, PkgId pkg, FeaturesFor side, FeatureValue v)
{
	const FeatureNode *n = &f->nodes[pkg];
	const uint32_t key = find_key(n, v.name);
	if (key == MAP_NONE) {
		enable_inactive(f, pkg, side, &v);
		return;
	}
	Side *s = side_of(f, pkg, side);
	bool deferred = false;
	for (uint32_t i = n->first[key]; i < n->first[key + 1]; i++) {
		const Link *l = &n->links[i];
		FeaturesFor to;
		if (!link_counts(f, l, side, &to))
			continue;
		if (l->record->optional && v.weak && !s->dep_on[key]) {
			if (!deferred)
				*vec_push(f->arena, &s->deferred, Deferred) =
					(Deferred){ key, v.dep_feature };
			deferred = true;
			continue;
		}
		if (l->record->optional) {
			enable_dep(f, pkg, side, v.name);
			if (!v.weak && feature_find(n->table, v.name) != MAP_NONE)
				enable_feature(f, pkg, side, v.name);
		}
		open_node(f, l->to);
		push_value(f, l->to, to, feature_value_parse(v.dep_feature));
	}
}

static void handle_task(Features *f, FeatureTask w)
{
	if (w.walk)
		walk_package(f, w.pkg, w.side);
	else if (w.value.kind == VALUE_FEATURE)
		enable_feature(f, w.pkg, w.side, w.value.name);
	else if (w.value.kind == VALUE_DEP)
		enable_dep(f, w.pkg, w.side, w.value.name);
	else
		enable_dep_feature(f, w.pkg, w.side, w.value);
}

static void push_root(Features *f, const FeatureRoot *r, FeaturesFor side)
{
	const FeatureTable *t = f->nodes[r->pkg].table;
	const FeatureValue def = { .kind = VALUE_FEATURE, .name = STR_INIT("default") };
	*vec_push(f->arena, &f->work, FeatureTask) =
		(FeatureTask){ .pkg = r->pkg, .side = side, .walk = true };
	for (size_t i = 0; i < r->count; i++)
		push_value(f, r->pkg, side, r->values[i]);
	if (!r->no_default && t->by_default != MAP_NONE)
		push_value(f, r->pkg, side, def);
	for (size_t i = 0; r->all && i < t->count; i++)
		push_value(f, r->pkg, side,
		           (FeatureValue){ .kind = VALUE_FEATURE, .name = t->defs[i].name });
}

static StrList list_side(Features *f, const FeatureNode *n, const Side *s)
{
	size_t count = s->unknown.count;
	for (size_t i = 0; i < n->table->count; i++)
		count += s->on[i];
	Str *items = arena_array(f->arena, Str, count);
	size_t k = 0;
	for (size_t i = 0; i < n->table->count; i++)
		if (s->on[i])
			items[k++] = n->table->defs[i].name; /* the table is sorted */
	for (size_t i = 0; i < s->unknown.count; i++)
		items[k++] = s->unknown.items[i];
	if (s->unknown.count)
		qsort(items, count, sizeof(Str), str_compare_items);
	return (StrList){ items, count };
}

static void list_all(Features *f)
{
	for (size_t p = 0; p < f->graph->count; p++) {
		FeatureNode *n = &f->nodes[p];
		for (int s = 0; n->table && s < 2; s++)
			n->side[s].list = list_side(f, n, &n->side[s]);
		if (n->table && str_list_eq(n->side[0].list, n->side[1].list))
			n->side[1].list = n->side[0].list;
	}
}

const Features *features_resolve(Arena *a, const PackageGraph *graph, const FeatureRequest *want)
{
	const bool separate = graph->workspace->resolver >= 2;
	Features *f = arena_new(a, Features);
	*f = (Features){
		.arena = a,
		.graph = graph,
		.nodes = arena_array(a, FeatureNode, graph->count),
		.split = separate,
		.skip_inactive = separate,
		.skip_dev = separate && !want->dev,
	};
	for (size_t i = 0; i < want->root_count; i++) {
		const FeatureRoot *r = &want->roots[i];
		open_node(f, r->pkg);
		push_root(f, r, FOR_NORMAL);
		if (f->split && graph->packages[r->pkg].manifest->proc_macro)
			push_root(f, r, FOR_HOST);
	}
	while (f->work.count)
		handle_task(f, f->work.items[--f->work.count]);
	list_all(f);
	return f;
}

const Features *features_append(Arena *a, const Features *first, const Features *rest)
{
	Features *f = arena_new(a, Features);
	*f = *first;
	f->rest = rest;
	return f;
}

/* Returns the part that has the package, and makes `*pkg` its id in that part. */
static const Features *part_of(const Features *f, PkgId *pkg)
{
	for (; f->rest && *pkg >= f->graph->count; f = f->rest)
		*pkg -= (PkgId)f->graph->count;
	return f;
}

bool features_reached(const Features *f, PkgId pkg, FeaturesFor side)
{
	f = part_of(f, &pkg);
	return side_of(f, pkg, side)->reached;
}

StrList features_of(const Features *f, PkgId pkg, FeaturesFor side)
{
	f = part_of(f, &pkg);
	return side_of(f, pkg, side)->list;
}

bool features_has(const Features *f, PkgId pkg, FeaturesFor side, Str name)
{
	f = part_of(f, &pkg);
	const FeatureNode *n = &f->nodes[pkg];
	const uint32_t i = n->table ? feature_find(n->table, name) : MAP_NONE;
	return i != MAP_NONE && side_of(f, pkg, side)->on[i];
}

bool features_dep_active(const Features *f, PkgId pkg, FeaturesFor side, Str key)
{
	f = part_of(f, &pkg);
	const FeatureNode *n = &f->nodes[pkg];
	const uint32_t k = n->table ? find_key(n, key) : MAP_NONE;
	return k != MAP_NONE && side_of(f, pkg, side)->dep_on[k];
}

const FeatureTable *features_table(const Features *f, PkgId pkg)
{
	f = part_of(f, &pkg);
	return f->nodes[pkg].table;
}
