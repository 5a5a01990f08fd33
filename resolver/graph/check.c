// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "base/core/buf.h"

#include <stdlib.h>

/* --- cycles ---------------------------------------------------------------------------------- */

typedef struct CycleVisit {
	NodeId node;
	size_t next; /* edge to look at */
} CycleVisit;

typedef struct CycleSearch {
	GraphBuild *g;
	enum { NEW, OPEN, DONE } * state;
	VEC(CycleVisit) path;
} CycleSearch;

/* The next package that `v` needs to be built, or NODE_NONE. Of other packages than members no
 * dev-dependencies are locked. */
static NodeId next_edge(const GraphBuild *g, CycleVisit *v)
{
	const GraphNode *n = &g->nodes[v->node];
	if (n->lock->replaced)
		return v->next++ ? NODE_NONE : n->lock->replace;
	while (n->member && n->manifest && v->next < n->manifest->dep_count) {
		const size_t i = v->next++;
		if (n->manifest->deps[i].kind != DEP_DEV && n->records[i].raw != NODE_NONE)
			return n->records[i].raw;
	}
	if (n->member || v->next == n->lock->dep_count)
		return NODE_NONE;
	return n->lock->deps[v->next++];
}

static size_t cycle_start(const CycleSearch *s, NodeId back)
{
	size_t at = s->path.count - 1;
	while (s->path.items[at].node != back)
		at--;
	return at;
}

/* What published packages depend on is as good as never cyclic, but for the lock. */
static bool is_doubtful(const CycleSearch *s, size_t from)
{
	bool published = false;
	for (size_t i = from; i < s->path.count; i++)
		published |= !s->g->nodes[s->path.items[i].node].is_path;
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
	for (size_t i = from; i < s->path.count; i++)
		buf_printf(&b, "`" STR_FMT "` needs ",
		           STR_ARG(g->nodes[s->path.items[i].node].name));
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
	*vec_push(s->g->scratch, &s->path, CycleVisit) = (CycleVisit){ root, 0 };
	s->state[root] = OPEN;
	while (s->path.count) {
		CycleVisit *v = &s->path.items[s->path.count - 1];
		const NodeId to = next_edge(s->g, v);
		if (to == NODE_NONE) {
			s->state[v->node] = DONE;
			s->path.count--;
		} else if (s->state[to] == OPEN) {
			return report_cycle(s, to);
		} else if (s->state[to] == NEW) {
			s->state[to] = OPEN;
			*vec_push(s->g->scratch, &s->path, CycleVisit) = (CycleVisit){ to, 0 };
		}
	}
	return true;
}

static bool check_cycles(GraphBuild *g)
{
	CycleSearch s = { .g = g };
	s.state = xcalloc(g->count, sizeof *s.state);
	bool ok = true;
	for (NodeId i = 0; ok && i < g->count; i++)
		ok = !g->nodes[i].member || s.state[i] != NEW || search_from(&s, i);
	free(s.state);
	return ok;
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
