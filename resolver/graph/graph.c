// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph.h"

#include "resolver/graph/graph_internal.h"
#include "resolver/graph/read.h"

static void make_nodes(GraphBuild *g)
{
	g->nodes = arena_array(g->scratch, GraphNode, g->count);
	map_init(&g->by_name, g->scratch, g->count);
	for (NodeId i = 0; i < g->count; i++) {
		const LockPackage *p = &g->lock->packages[i];
		GraphNode *n = &g->nodes[i];
		n->lock = p;
		n->name = p->name;
		n->version = p->version;
		n->is_path = !p->has_source || p->source->kind == SOURCE_PATH;
		n->source = n->is_path ? &source_some_path : p->source;
		map_put(&g->by_name, p->name, i);
	}
}

static GraphResult build_graph(GraphBuild *g, const PackageGraph **out)
{
	make_nodes(g);
	if (!graph_find_locals(g) || !graph_prepare_patches(g) || !graph_add_overrides(g) ||
	    !graph_start(g))
		return GRAPH_FAILED;
	const GraphResult fits = graph_check_lock(g);
	if (fits != GRAPH_OK)
		return fits;
	if (!graph_walk(g))
		return GRAPH_FAILED;
	if (g->want->provider->complete)
		g->want->provider->complete(g->want->provider->ctx);
	const PackageGraph *graph = graph_finish(g);
	if (!graph_walk_rest(g))
		return GRAPH_FAILED;
	const GraphResult result = graph_check(g);
	if (result == GRAPH_OK)
		*out = graph;
	return result;
}

GraphResult graph_build(Arena *a, Diag *diag, const GraphRequest *want, const PackageGraph **out)
{
	scoped_arena scratch = { 0 };
	GraphBuild g = { .arena = a,
		         .scratch = &scratch,
		         .diag = diag,
		         .want = want,
		         .lock = want->lock,
		         .count = want->lock->count,
		         .weak = want->workspace->resolver == 1 };
	*out = NULL;
	g.reading = graph_reading_new(&g);
	const GraphResult result = build_graph(&g, out);
	graph_reading_end(g.reading);
	return result;
}
