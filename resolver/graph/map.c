// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "base/core/buf.h"
#include "resolver/lock/extend.h"
#include "resolver/terms/spec.h"

/*
 * Which locked package does a record mean? The lock says of each package what it depends on, but by
 * name, version and source, not by record: so its edges are tried first, and where no edge fits,
 * all packages of that name. [patch] and [replace] let packages of other sources fit.
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

/* Does [patch] of the record's source provide the node? Cargo compares the address alone. */
static bool is_patch(const GraphBuild *g, const Dependency *d, NodeId node)
{
	for (size_t i = 0; i < g->patches.count && g->nodes[node].patched; i++) {
		const PatchUse *p = &g->patches.items[i];
		if (p->node == node && str_eq(p->entry->patched->canonical, d->source->canonical))
			return true;
	}
	return false;
}

/* Does [replace] say that the node stands for something? Edges of a file lead to what it stands
 * for, those beyond it to the node. */
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

/* Edge `i` is there for some record: can it be for another than `d`? */
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

/* The first of the file; of those beyond it the first, too, if none can be for this record only. */
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

/* An edge to a package of a registry, whichever it is. In a registry that mirrors another the
 * packages' manifests still name that one. */
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
 * Cargo believes the index, from which the lock was made, rather than the manifest in the package:
 * where these differ, a requirement (or a registry) may not fit what is locked for it. But what
 * leads beyond the lock is asked of Cargo.
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
