// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph.h"

/* The manifest of std says that it is also a dylib. Cargo drops that when it builds std itself. */
static const Manifest *without_dylib(Arena *a, const Manifest *from)
{
	static const Str rlib = STR_INIT("rlib");
	if (!from->lib || !str_list_has(from->lib->crate_types, STR("dylib")))
		return from;
	Manifest *m = arena_new(a, Manifest);
	Target *targets = arena_array(a, Target, from->target_count);
	*m = *from;
	memcpy(targets, from->targets, from->target_count * sizeof(Target));
	targets[from->lib - from->targets].crate_types = (StrList){ &rlib, 1 };
	m->targets = targets;
	m->lib = &targets[from->lib - from->targets];
	m->script = from->script ? &targets[from->script - from->targets] : NULL;
	return m;
}

static Package library_package(Arena *a, const Package *from, PkgId offset)
{
	Package p = *from;
	Edge *edges = arena_array(a, Edge, from->edge_count);
	for (size_t i = 0; i < from->edge_count; i++) {
		edges[i] = from->edges[i];
		edges[i].to += offset;
	}
	p.edges = edges;
	p.manifest = without_dylib(a, from->manifest);
	p.member = false;
	p.std = true;
	return p;
}

const PackageGraph *graph_append(Arena *a, const PackageGraph *first, const PackageGraph *library)
{
	const size_t own = first ? first->count : 0;
	PackageGraph *g = arena_new(a, PackageGraph);
	*g = first ? *first : *library;
	g->library = library->workspace;
	g->count = own + library->count;
	g->packages = arena_array(a, Package, g->count);
	for (size_t i = 0; i < own; i++)
		g->packages[i] = first->packages[i];
	for (size_t i = 0; i < library->count; i++)
		g->packages[own + i] = library_package(a, &library->packages[i], (PkgId)own);
	return g;
}
