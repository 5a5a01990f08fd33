// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/sbom.h"

#include "base/core/reach.h"
#include "base/text/path.h"

#include <stdlib.h>

typedef struct Gather {
	Arena *arena;
	const UnitGraph *graph;
	bool *used, *root, *runtime, *program; /* by PkgId */
	VEC(SbomEdge) edges;                   /* of PkgIds */
} Gather;

/* --- edges --- */

static void add_edges(Gather *g, const Unit *u)
{
	for (size_t i = 0; i < u->dep_count; i++) {
		const UnitDep *d = &u->deps[i];
		const PkgId to = g->graph->units[d->unit].pkg;
		/* A run depends on runs of other packages, which the library depends on anyway. */
		if (to == u->pkg || u->mode == MODE_RUN_CUSTOM_BUILD)
			continue;
		*vec_push(g->arena, &g->edges, SbomEdge) = (SbomEdge){
			u->pkg,
			to,
			u->target->kind == TARGET_CUSTOM_BUILD ? DEP_BUILD
			: d->dev                               ? DEP_DEV
							       : DEP_NORMAL,
		};
	}
}

static int by_ends(const void *a, const void *b)
{
	const SbomEdge *x = a, *y = b;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return (x->kind > y->kind) - (x->kind < y->kind);
}

/* Removes duplicates. A dev-dependency that is also a normal dependency adds nothing. */
static void sort_edges(Gather *g)
{
	SbomEdge *all = g->edges.items;
	size_t kept = 0;
	bool normal = false;
	if (g->edges.count)
		qsort(all, g->edges.count, sizeof(*all), by_ends);
	for (size_t i = 0; i < g->edges.count; i++) {
		const SbomEdge *last = kept ? &all[kept - 1] : NULL;
		const bool same = last && last->from == all[i].from && last->to == all[i].to;
		normal = same ? normal : all[i].kind == DEP_NORMAL;
		if (!same || (all[i].kind != last->kind && !(normal && all[i].kind == DEP_DEV)))
			all[kept++] = all[i];
	}
	g->edges.count = kept;
}

/* --- packages that become a part of the result --- */

static void mark_runtime(Gather *g)
{
	const UnitGraph *graph = g->graph;
	Reach r = reach_new(g->arena, graph->count);
	for (size_t i = 0; i < graph->root_count; i++)
		reach_add(&r, graph->roots[i]);
	for (UnitId id; reach_next(&r, &id);) {
		const Unit *u = &graph->units[id];
		g->runtime[u->pkg] = true;
		for (size_t i = 0; i < u->dep_count; i++)
			if (!u->deps[i].dev &&
			    !target_is_for_host(graph->units[u->deps[i].unit].target))
				reach_add(&r, u->deps[i].unit);
	}
}

static void mark_units(Gather *g)
{
	const UnitGraph *graph = g->graph;
	for (size_t i = 0; i < graph->count; i++) {
		g->used[graph->units[i].pkg] = true;
		add_edges(g, &graph->units[i]);
	}
	for (size_t i = 0; i < graph->root_count; i++) {
		const Unit *u = &graph->units[graph->roots[i]];
		g->root[u->pkg] = true;
		g->program[u->pkg] |= u->target->kind != TARGET_LIB;
	}
	mark_runtime(g);
}

/* --- packages --- */

static SbomPackage package_of(const Gather *g, const SbomRequest *want, PkgId id)
{
	Arena *a = g->arena;
	const Package *p = &g->graph->packages->packages[id];
	const bool published = want->published && g->root[id];
	const SourceId *source = published ? &source_crates_io : p->source;
	SbomPackage out = {
		.package = p,
		.purl = sbom_purl(a, p, source, g->graph->packages->workspace->root),
		.download = sbom_download(a, p, source),
		.root = g->root[id],
		.runtime = g->runtime[id],
		.program = g->program[id],
	};
	out.kind = license_expression(a, p->manifest->info.license, &out.license);
	if (out.kind == LICENSE_NONE && p->manifest->info.license_file.len) {
		out.kind = LICENSE_OTHER;
		out.from_file = true;
		out.license = p->manifest->info.license_file;
	}
	return out;
}

static void list_packages(Gather *g, const SbomRequest *want, Sbom *out)
{
	const size_t count = g->graph->packages->count;
	uint32_t *place = arena_array(g->arena, uint32_t, count + 1);
	out->packages = arena_array(g->arena, SbomPackage, count + 1);
	for (PkgId i = 0; i < count; i++)
		if (g->used[i]) {
			place[i] = (uint32_t)out->count;
			out->packages[out->count++] = package_of(g, want, i);
		}
	for (size_t i = 0; i < g->edges.count; i++) {
		g->edges.items[i].from = place[g->edges.items[i].from];
		g->edges.items[i].to = place[g->edges.items[i].to];
	}
	out->edges = g->edges.items;
	out->edge_count = g->edges.count;
}

static Str name_of(const Gather *g, const Sbom *s)
{
	const SbomPackage *only = NULL;
	for (size_t i = 0; i < s->count; i++)
		if (s->packages[i].root) {
			if (only)
				return path_name(g->graph->packages->workspace->root);
			only = &s->packages[i];
		}
	return only ? only->package->name : STR("nothing");
}

void sbom_make(Arena *a, const SbomRequest *want, Sbom *out)
{
	const size_t count = want->units->packages->count + 1;
	Gather g = {
		.arena = a,
		.graph = want->units,
		.used = arena_array(a, bool, count),
		.root = arena_array(a, bool, count),
		.runtime = arena_array(a, bool, count),
		.program = arena_array(a, bool, count),
	};
	*out = (Sbom){ .created = want->created, .version = want->version };
	mark_units(&g);
	sort_edges(&g);
	list_packages(&g, want, out);
	out->name = name_of(&g, out);
}
