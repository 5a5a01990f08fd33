// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "base/core/reach.h"

/*
 * Cargo resolves the manifests with the lock as a hint, and compares the result with the lock. We
 * do not resolve versions, so we look for the differences that this comparison would find:
 * everything in the lock must still be needed (here), and everything that is needed must be in the
 * lock (load.c). A difference that only the index of a registry can show is a doubt: then Cargo
 * itself is asked.
 */

static void add_stale_problem(GraphBuild *g, NodeId node, const char *before, const char *after)
{
	graph_problem(g, graph_stale_node(g, node, before, after));
}

/* Returns whether the leftmost numbers that are not 0 are the same. Cargo resolves such versions of
 * a package to one. */
static bool are_compatible(const Version *a, const Version *b)
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
		    are_compatible(&a->version, &b->version) && source_eq(a->source, b->source))
			add_stale_problem(g, i, "",
			                  " is locked beside a version that is compatible with it");
	}
}

/* A published package cannot depend on a path package, unless by a [patch]. If that patch is gone,
 * the dependency must now lead to another package. */
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
		add_stale_problem(g, from, "", after.ptr);
	}
}

/* The dependencies of a published package never change. So if an edge was dropped because it leads
 * to no package in the file, Cargo may have to lock that dependency again. */
static void check_cut(GraphBuild *g, NodeId from)
{
	if (g->nodes[from].lock->cut && !g->nodes[from].is_path)
		graph_doubt(g, graph_stale_node(g, from, "",
		                                " depends on something that is not in the file"));
}

/* Cargo accepts a lock with path packages that are gone, but when it may write the lock, it removes
 * them. */
static void check_gone(GraphBuild *g)
{
	for (NodeId i = 0; i < g->lock->count && !g->want->locked; i++)
		if (node_is_dead(&g->nodes[i]))
			add_stale_problem(g, i, "there is no package ", " any more");
}

/* A package that no member leads to was locked for an older state of the manifests. */
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
			add_stale_problem(g, i, "nothing depends on ", "");
	}
}

/* In version 1 of the format, git packages must have an entry, too: that there is no checksum. */
static void check_checksums(GraphBuild *g)
{
	for (NodeId i = 0; i < g->count; i++) {
		const GraphNode *n = &g->nodes[i];
		const bool git = !n->is_path && n->source->kind == SOURCE_GIT;
		const bool registry = !n->is_path && !git;
		if (git && g->lock->version == 1 && i < g->lock->count && !n->lock->listed)
			add_stale_problem(g, i, "the checksum `<none>` of ", " is missing");
		if (registry && !n->lock->checksum.len)
			add_stale_problem(g, i, "the checksum of ", " is missing");
	}
}

/* Checks the lock file as it is. An extended lock passed these checks before it was extended. */
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
