// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "resolver/lock/extend.h"

/*
 * Finds the locked package that a record (dependency) means. The lock lists the packages that each
 * package depends on, but does not say to which record each of these edges belongs. So the edges
 * are tried first. If no edge fits, all locked packages of that name are tried. [patch] and
 * [replace] let packages of other sources fit.
 */

NodeId graph_named(const GraphBuild *g, Str name, NodeId *from)
{
	*from = map_get(&g->by_name, name);
	if (*from == MAP_NONE)
		return *from = 0;
	NodeId to = *from + 1;
	while (to < g->lock->count && str_eq(g->nodes[to].name, name))
		to++;
	return to;
}

/* Returns whether [patch] of the record's source provides the node. Cargo compares only the
 * address of the source. */
static bool is_patch(const GraphBuild *g, const Dependency *d, NodeId node)
{
	for (size_t i = 0; i < g->patches.count && g->nodes[node].patched; i++) {
		const PatchUse *p = &g->patches.items[i];
		if (p->node == node && str_eq(p->entry->patched->canonical, d->source->canonical))
			return true;
	}
	return false;
}

/* Returns whether the node is a replacement by [replace]. Edges in the file lead to the replaced
 * package, but edges that Cargo added beyond the file lead to the replacement. */
static bool is_replacement(const GraphBuild *g, NodeId node)
{
	const Manifest *top = g->want->workspace->top;
	for (size_t i = 0; i < top->replace_count && g->lock->extended; i++)
		if (str_eq(top->replaces[i].dep.package, g->nodes[node].name) &&
		    source_eq(top->replaces[i].dep.source, g->nodes[node].source))
			return true;
	return false;
}

static bool fits_but_version(const GraphBuild *g, const Dependency *d, NodeId node, bool patches)
{
	const GraphNode *n = &g->nodes[node];
	return str_eq(n->name, d->package) &&
	       (source_eq(d->source, n->source) ||
	        (patches && (is_patch(g, d, node) || is_replacement(g, node))));
}

static bool fits_record(const GraphBuild *g, const Dependency *d, NodeId node, bool patches)
{
	return fits_but_version(g, d, node, patches) &&
	       version_req_matches(&d->req, &g->nodes[node].version);
}

static NodeId map_by_name(const GraphBuild *g, const Dependency *d, bool patches)
{
	NodeId node, end = graph_named(g, d->package, &node);
	while (node < end && !fits_record(g, d, node, patches))
		node++;
	return node < end ? node : NODE_NONE;
}

static bool is_from_registry(const GraphNode *n)
{
	return !n->is_path && n->source->kind != SOURCE_GIT;
}

/* Returns whether edge `i` of the lock may be for another record than `d`. */
static bool is_for_another(const GraphBuild *g, NodeId from, const Dependency *d, size_t i)
{
	const GraphNode *n = &g->nodes[from];
	for (size_t k = 0; k < n->manifest->dep_count; k++) {
		const Dependency *other = &n->manifest->deps[k];
		if (other != d && lock_edge_is_for(n->lock, i, other) &&
		    fits_record(g, other, n->lock->deps[i], true))
			return true;
	}
	return false;
}

/* Returns the first edge in the file that fits. Else, of the edges beyond the file that fit, it
 * returns the first that can only be for this record, or if there is none, the first. */
static NodeId fitting_edge(const GraphBuild *g, NodeId from, const Dependency *d)
{
	const LockPackage *p = g->nodes[from].lock;
	NodeId first = NODE_NONE;
	for (size_t i = 0; i < p->dep_count; i++) {
		if (!lock_edge_is_for(p, i, d) || !fits_record(g, d, p->deps[i], true))
			continue;
		if (i < p->dep_count - p->beyond_count || !is_for_another(g, from, d, i))
			return p->deps[i];
		first = first == NODE_NONE ? p->deps[i] : first;
	}
	return first;
}

/* Finds an edge to a package of any registry. In a registry that mirrors another, the manifests of
 * packages still name the other one. */
static NodeId edge_to_registry(const GraphBuild *g, NodeId from, const Dependency *d, bool fitting)
{
	const LockPackage *p = g->nodes[from].lock;
	for (size_t i = 0; i < p->dep_count; i++) {
		const GraphNode *to = &g->nodes[p->deps[i]];
		if (lock_edge_is_for(p, i, d) && str_eq(to->name, d->package) &&
		    is_from_registry(to) &&
		    (!fitting || version_req_matches(&d->req, &to->version)))
			return p->deps[i];
	}
	return NODE_NONE;
}

static NodeId edge_but_version(const GraphBuild *g, NodeId from, const Dependency *d)
{
	const LockPackage *p = g->nodes[from].lock;
	for (size_t i = 0; i < p->dep_count; i++)
		if (lock_edge_is_for(p, i, d) && fits_but_version(g, d, p->deps[i], true))
			return p->deps[i];
	return NODE_NONE;
}

/*
 * Cargo makes the lock from the registry's index and does not look at the manifest in the package.
 * If these differ, the requirement (or the registry) of a record may not fit its locked package:
 * then an edge that does not fit is taken, too. But if the record may lead beyond the lock, it is
 * not: Cargo will be asked.
 */
static NodeId map_by_edge(const GraphBuild *g, NodeId from, const Dependency *d, EdgeUse *edge)
{
	const bool to_be_asked = graph_may_leave_lock(g, from) && !g->lock->extended;
	const bool indexed = is_from_registry(&g->nodes[from]) && !to_be_asked;
	NodeId to = fitting_edge(g, from, d);
	*edge = EDGE_FITS;
	if (to == NODE_NONE && indexed)
		to = edge_to_registry(g, from, d, true);
	if (to != NODE_NONE || !indexed)
		return to;
	*edge = EDGE_ODD;
	to = edge_but_version(g, from, d);
	return to != NODE_NONE ? to : edge_to_registry(g, from, d, false);
}

bool graph_cargo_has(const GraphBuild *g, NodeId from, const Dependency *d)
{
	const LockPackage *p = g->nodes[from].lock;
	for (size_t i = p->dep_count - p->beyond_count; i < p->dep_count; i++) {
		const GraphNode *to = &g->nodes[p->deps[i]];
		if (lock_edge_is_for(p, i, d) && str_eq(to->name, d->package) &&
		    version_req_matches(&d->req, &to->version))
			return true;
	}
	return false;
}

NodeId graph_map_own_source(const GraphBuild *g, const Dependency *d)
{
	return map_by_name(g, d, false);
}

NodeId graph_map_by_name(const GraphBuild *g, const Dependency *d)
{
	const NodeId own = graph_map_own_source(g, d);
	return own != NODE_NONE ? own : map_by_name(g, d, true);
}

NodeId graph_map_record(const GraphBuild *g, NodeId from, const Dependency *d, EdgeUse *edge)
{
	const NodeId to = map_by_edge(g, from, d, edge);
	if (to != NODE_NONE)
		return to;
	*edge = EDGE_NONE;
	return graph_map_by_name(g, d);
}

NodeId graph_replaced(const GraphBuild *g, NodeId node, Str name)
{
	const NodeId override = map_get(&g->overrides, name);
	if (override != MAP_NONE)
		return override;
	const bool replaced = node != NODE_NONE && g->nodes[node].lock->replaced;
	return replaced ? g->nodes[node].lock->replace : node;
}
