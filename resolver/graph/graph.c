// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph.h"

#include "resolver/graph/walk.h"

/* Returns whether the command line has `-F dependency/feature`. */
static bool asks_of_deps(const GraphRequest *want)
{
	for (size_t i = 0; i < want->root_count; i++) {
		const StrList features = want->roots[i].features;
		for (size_t k = 0; k < features.count; k++)
			if (feature_value_parse(features.items[k]).kind == VALUE_DEP_FEATURE)
				return true;
	}
	return false;
}

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

/* Makes a node of every package in the lock. Finds the path packages, of which the lock has only
 * name and version. Finds the nodes that [patch] and `paths` put in the place of others. */
static bool find_nodes(GraphBuild *g)
{
	make_nodes(g);
	graph_list_patches(g);
	return graph_find_locals(g) && graph_prepare_patches(g) && graph_add_overrides(g);
}

/* Tells the provider that nothing more will be requested, as soon as that is known: it checks files
 * of vendored packages meanwhile. */
static void end_requests(const GraphBuild *g)
{
	const PackageProvider *p = g->want->provider;
	if (p->complete)
		p->complete(p->ctx);
}

/*
 * Walks from the roots over the nodes. A lock that does not fit the members is noticed before
 * anything is downloaded. Then the walk goes on to everything that the build may use: that is the
 * graph. Cargo's checks of a lock look at more, namely all features of all members. So in the end
 * the walk goes on to these, over the manifests that were read. It may find problems there, but
 * adds nothing to the graph.
 */
static GraphResult walk_nodes(GraphBuild *g, GraphWalk *w, const PackageGraph **out)
{
	if (!graph_walk_start(w))
		return GRAPH_FAILED;
	const GraphResult fits = graph_check_lock(g);
	if (fits != GRAPH_OK)
		return fits;
	if (!graph_walk_build(w))
		return GRAPH_FAILED;
	end_requests(g);
	const PackageGraph *graph = graph_finish(g);
	if (!graph_walk_rest(w))
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
		         .asks_of_deps = asks_of_deps(want),
		         .count = want->lock->count };
	*out = NULL;
	if (!find_nodes(&g))
		return GRAPH_FAILED;
	GraphWalk *w = graph_walk_new(&g);
	const GraphResult result = walk_nodes(&g, w, out);
	graph_walk_end(w);
	return result;
}
