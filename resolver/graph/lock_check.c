// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "base/core/reach.h"

/*
 * Cargo resolves the manifests with the lock as a hint, and compares what came out with the lock.
 * We do not resolve, so we look for what that comparison would find: everything that the lock has
 * must still be wanted, and (load.c) everything that is wanted must be there. What only the index
 * of a registry can tell is a doubt, about which Cargo itself is asked.
 */

static void stale(GraphBuild *g, NodeId node, const char *before, const char *after)
{
	graph_problem(g, graph_stale_node(g, node, before, after));
}

/* Cargo has one activation for these: versions with the same leftmost number that is not 0. */
static bool compatible(const Version *a, const Version *b)
{
	if (a->major || b->major)
		return a->major == b->major;
	if (a->minor || b->minor)
		return a->minor == b->minor;
	return a->patch == b->patch;
}

static void check_unified(GraphBuild *g)
{
	for (NodeId i = 1; i < g->lock->count; i++) {
		const GraphNode *a = &g->nodes[i - 1], *b = &g->nodes[i];
		if (!a->is_path && !b->is_path && str_eq(a->name, b->name) &&
		    compatible(&a->version, &b->version) && source_eq(a->source, b->source))
			stale(g, i, "", " is locked beside a version that is compatible with it");
	}
}

/* A patch that is gone: what a published package wanted of it is now wanted of something else. */
static void check_patched(GraphBuild *g, NodeId from)
{
	const GraphNode *n = &g->nodes[from];
	for (size_t i = 0; i < n->lock->dep_count && !n->is_path; i++) {
		const GraphNode *to = &g->nodes[n->lock->deps[i]];
		if (!node_is_dead(to))
			continue;
		const Str after = arena_printf(g->arena,
		                               " depends on `" STR_FMT " " STR_FMT
		                               "`, a patch that does not exist any more",
		                               STR_ARG(to->name), STR_ARG(to->version.text));
		stale(g, from, "", after.ptr);
	}
}

/* What a published package depends on does not change: if it depends on that, it is to be locked
 * anew. */
static void check_cut(GraphBuild *g, NodeId from)
{
	if (g->nodes[from].lock->cut && !g->nodes[from].is_path)
		graph_doubt(g, graph_stale_node(g, from, "",
		                                " depends on something that is not in the file"));
}

/* Cargo takes a lock with path packages that are gone, but does not write one. */
static void check_gone(GraphBuild *g)
{
	for (NodeId i = 0; i < g->lock->count && !g->want->locked; i++)
		if (node_is_dead(&g->nodes[i]))
			stale(g, i, "there is no package ", " any more");
}

/* What no member leads to is of an older state of the manifests. */
static void check_reached(GraphBuild *g)
{
	Reach r = reach_new(g->scratch, g->count);
	for (NodeId i = 0; i < g->count; i++) {
		if (g->nodes[i].member)
			reach_add(&r, i);
	}
	for (NodeId at; reach_next(&r, &at);) {
		const LockPackage *p = g->nodes[at].lock;
		check_patched(g, at);
		check_cut(g, at);
		if (p->replaced)
			reach_add(&r, p->replace);
		for (size_t i = 0; i < p->dep_count; i++)
			reach_add(&r, p->deps[i]);
	}
	for (NodeId i = 0; i < g->lock->count; i++) {
		if (!r.seen[i] && !node_is_dead(&g->nodes[i]))
			stale(g, i, "nothing depends on ", "");
	}
}

/* Version 1 of the format says of git packages, too, that they have none. */
static void check_checksums(GraphBuild *g)
{
	for (NodeId i = 0; i < g->count; i++) {
		const GraphNode *n = &g->nodes[i];
		const bool git = !n->is_path && n->source->kind == SOURCE_GIT;
		const bool registry = !n->is_path && !git;
		if (git && g->lock->version == 1 && i < g->lock->count && !n->lock->listed)
			stale(g, i, "the checksum `<none>` of ", " is missing");
		if (registry && !n->lock->checksum.len)
			stale(g, i, "the checksum of ", " is missing");
	}
}

/* By itself, as it is: one that was extended passed before. */
static void check_file(GraphBuild *g)
{
	check_unified(g);
	if (!graph_is_exact(g))
		return;
	check_gone(g);
	check_reached(g);
	check_checksums(g);
}

GraphResult graph_check_lock(GraphBuild *g)
{
	if (!g->lock->extended)
		check_file(g);
	for (size_t i = 0; i < g->problems.count; i++)
		if (g->problems.items[i].kind == PROBLEM_STALE ||
		    g->problems.items[i].kind == PROBLEM_DOUBT)
			return graph_report(g);
	return GRAPH_OK;
}
