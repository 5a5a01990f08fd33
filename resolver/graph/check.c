// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "base/core/buf.h"
#include "base/core/depth_walk.h"

/* --- cycles ---------------------------------------------------------------------------------- */

/* Cargo refuses cycles among the packages that it resolved, before it compiles anything. The search
 * follows the records of members, and the edges of the lock for other packages: their manifests may
 * not have been read. */
typedef struct CycleSearch {
	GraphBuild *g;
	DepthWalk walk;
} CycleSearch;

/* Returns the next node that the node of `s` needs in order to be built, or NODE_NONE. The lock has
 * dev-dependencies of members only, so all edges of other packages count. */
static NodeId next_needed(const GraphBuild *g, DepthStep *s)
{
	const GraphNode *n = &g->nodes[s->node];
	if (n->lock->replaced)
		return s->next++ ? NODE_NONE : n->lock->replace;
	while (n->member && n->manifest && s->next < n->manifest->dep_count) {
		const size_t i = s->next++;
		if (n->manifest->deps[i].kind != DEP_DEV && n->records[i].raw != NODE_NONE)
			return n->records[i].raw;
	}
	if (n->member || s->next == n->lock->dep_count)
		return NODE_NONE;
	return n->lock->deps[s->next++];
}

static size_t cycle_start(const CycleSearch *s, NodeId back)
{
	size_t at = s->walk.depth - 1;
	while (s->walk.path[at].node != back)
		at--;
	return at;
}

/* Published packages practically never form a cycle. If the lock says that they do, it is probably
 * wrong, so Cargo is asked about the lock first. */
static bool is_doubtful(const CycleSearch *s, size_t from)
{
	bool published = false;
	for (size_t i = from; i < s->walk.depth; i++)
		published |= !s->g->nodes[s->walk.path[i].node].is_path;
	return published && s->g->want->trust != LOCK_TAKEN;
}

static bool report_cycle(const CycleSearch *s, NodeId back)
{
	GraphBuild *g = s->g;
	const GraphNode *n = &g->nodes[back];
	const size_t from = cycle_start(s, back);
	scoped_buf b = { 0 };
	if (is_doubtful(s, from)) {
		graph_doubt(g, graph_stale_node(g, back, "", " is locked so that it needs itself"));
		return false;
	}
	for (size_t i = from; i < s->walk.depth; i++)
		buf_printf(&b, "`" STR_FMT "` needs ",
		           STR_ARG(g->nodes[s->walk.path[i].node].name));
	const Span at = n->manifest ? n->manifest->name_at : n->lock->at;
	diag_error(g->diag, at,
	           "cyclic package dependency: package `" STR_FMT " " STR_FMT "` depends on itself",
	           STR_ARG(n->name), STR_ARG(n->version.text));
	diag_note(g->diag, NO_SPAN, STR_FMT "`" STR_FMT "`", STR_ARG(buf_str(&b)),
	          STR_ARG(n->name));
	return diag_help(g->diag, "remove one of these dependencies; their shared code can move to "
	                          "a package that needs neither");
}

static bool search_from(CycleSearch *s, NodeId root)
{
	depth_walk_enter(&s->walk, root);
	for (DepthStep *at; (at = depth_walk_top(&s->walk));) {
		const NodeId to = next_needed(s->g, at);
		if (to == NODE_NONE)
			depth_walk_leave(&s->walk);
		else if (depth_walk_enter(&s->walk, to) == DEPTH_ON_PATH)
			return report_cycle(s, to);
	}
	return true;
}

static bool check_cycles(GraphBuild *g)
{
	CycleSearch s = { .g = g, .walk = depth_walk_new(g->scratch, g->count) };
	for (NodeId i = 0; i < g->count; i++)
		if (g->nodes[i].member && !search_from(&s, i))
			return false;
	return true;
}

/* --- links ----------------------------------------------------------------------------------- */

static bool check_links(GraphBuild *g)
{
	Map owners;
	bool ok = true;
	map_init(&owners, g->scratch, 64);
	for (NodeId i = 0; i < g->count; i++) {
		const GraphNode *n = &g->nodes[i];
		if (!n->manifest || !n->manifest->links.ptr)
			continue;
		const NodeId first = map_put(&owners, n->manifest->links, i);
		if (first == i)
			continue;
		const GraphNode *other = &g->nodes[first];
		ok = diag_error(g->diag, n->manifest->links_at,
		                "package `" STR_FMT " " STR_FMT
		                "` links to the native library `" STR_FMT
		                "`, but it conflicts with `" STR_FMT " " STR_FMT
		                "` which links to it as well",
		                STR_ARG(n->name), STR_ARG(n->version.text),
		                STR_ARG(n->manifest->links), STR_ARG(other->name),
		                STR_ARG(other->version.text));
		diag_note(g->diag, other->manifest->links_at, "the other package says so here");
		diag_help(g->diag, "only one package may link to a native library: adjust the "
		                   "dependencies so that one of them is used");
	}
	return ok;
}

GraphResult graph_check(GraphBuild *g)
{
	if (graph_is_exact(g) && !g->lock->extended)
		graph_check_unused_patches(g);
	const GraphResult result = graph_report(g);
	if (result != GRAPH_OK)
		return result;
	if (!check_cycles(g))
		return g->problems.count ? graph_report(g) : GRAPH_FAILED;
	if (!check_links(g))
		return GRAPH_FAILED;
	graph_warn_of_patches(g);
	return GRAPH_OK;
}
