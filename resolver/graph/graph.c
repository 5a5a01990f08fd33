// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph.h"

#include "resolver/graph/walk.h"

/* `-F dependency/feature` on the command line. */
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

/* Every package that the lock names becomes a node; path packages are found, which the lock knows
 * by name and version only; [patch] and `paths` say which nodes stand in for others. */
static bool find_nodes(GraphBuild *g)
{
	make_nodes(g);
	graph_list_patches(g);
	return graph_find_locals(g) && graph_prepare_patches(g) && graph_add_overrides(g);
}

/* The provider has to hear that nothing more is asked for as soon as that is so: it checks files of
 * vendored packages meanwhile. */
static void tell_provider(const GraphBuild *g)
{
	const PackageProvider *p = g->want->provider;
	if (p->complete)
		p->complete(p->ctx);
}

/*
 * The nodes are there; the walk starts at the roots. A lock that does not fit the members is
 * noticed before anything is downloaded. Then the walk goes on to whatever the build may use, which
 * is the graph. Cargo's checks of a lock want more (all features of all members), so in the end the
 * walk goes on to that, as far as manifests are at hand: what it finds then can be a problem, but
 * is no part of the graph.
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
	tell_provider(g);
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
