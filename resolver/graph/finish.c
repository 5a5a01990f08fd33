// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include <stdlib.h>

/* Packages are numbered in Cargo's order of package ids. So code that later sorts by number sorts
 * as Cargo does, and no output depends on the order in which manifests arrived. */
typedef struct Finish {
	const GraphBuild *g;
	NodeId *order; /* the node of each package */
	PkgId *ids;    /* the package of each node, or NODE_NONE */
	PackageGraph *out;
} Finish;

static int compare_packages(const void *a, const void *b)
{
	const GraphNode *x = *(const GraphNode *const *)a, *y = *(const GraphNode *const *)b;
	int order = str_compare(x->name, y->name);
	if (!order)
		order = version_compare(&x->version, &y->version);
	return order ? order : source_compare(x->source, y->source);
}

static bool is_sorted(const GraphNode *const *nodes, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (compare_packages(&nodes[i - 1], &nodes[i]) > 0)
			return false;
	return true;
}

/* Numbers the nodes that have a manifest. Nodes have the order of the lock, but path packages may
 * have another version than the locked one. Then the nodes must be sorted. */
static void number_nodes(Finish *f)
{
	const GraphBuild *g = f->g;
	const GraphNode **sorted = arena_array(g->scratch, const GraphNode *, g->count);
	for (NodeId i = 0; i < g->count; i++) {
		if (g->nodes[i].manifest)
			sorted[f->out->count++] = &g->nodes[i];
	}
	if (!is_sorted(sorted, f->out->count))
		qsort(sorted, f->out->count, sizeof(const GraphNode *), compare_packages);
	f->order = arena_array(g->scratch, NodeId, f->out->count);
	f->ids = arena_array(g->scratch, PkgId, g->count);
	for (NodeId i = 0; i < g->count; i++)
		f->ids[i] = NODE_NONE;
	for (size_t i = 0; i < f->out->count; i++) {
		f->order[i] = (NodeId)(sorted[i] - g->nodes);
		f->ids[f->order[i]] = (PkgId)i;
	}
}

typedef struct Pair {
	PkgId to;
	uint32_t record;
} Pair;

static int compare_pairs(const void *a, const void *b)
{
	const Pair *x = a, *y = b;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return x->record < y->record ? -1 : 1;
}

static void set_edges(const Finish *f, const GraphNode *n, Package *p)
{
	const Manifest *m = n->manifest;
	Pair *pairs = arena_array(f->g->scratch, Pair, m->dep_count);
	const Dependency **records = arena_array(f->g->arena, const Dependency *, m->dep_count);
	size_t count = 0;
	for (uint32_t i = 0; i < m->dep_count; i++) {
		const NodeId to = n->records[i].to;
		const bool counts = n->records[i].on && (m->deps[i].kind != DEP_DEV || n->root);
		if (counts && to != NODE_NONE && f->ids[to] != NODE_NONE)
			pairs[count++] = (Pair){ f->ids[to], i };
	}
	qsort(pairs, count, sizeof *pairs, compare_pairs);
	Edge *edges = arena_array(f->g->arena, Edge, count);
	for (size_t i = 0; i < count; i++) {
		records[i] = &m->deps[pairs[i].record];
		if (!i || pairs[i - 1].to != pairs[i].to)
			edges[p->edge_count++] =
				(Edge){ .to = pairs[i].to, .records = &records[i] };
		edges[p->edge_count - 1].record_count++;
	}
	p->edges = edges;
}

static LockedPackage locked_path(Arena *a, const GraphNode *n)
{
	Version *version = arena_new(a, Version);
	*version = n->version;
	return (LockedPackage){ n->name, version, n->source, NULL };
}

static void list_locked(const GraphBuild *g, PackageGraph *out)
{
	const Lockfile *lock = g->want->lock;
	LockedPackage *locked = arena_array(g->arena, LockedPackage, lock->count);
	for (size_t i = 0; i < lock->count; i++) {
		const LockPackage *p = &lock->packages[i];
		if (g->nodes[i].is_path)
			locked[i] = locked_path(g->arena, &g->nodes[i]);
		else
			locked[i] = (LockedPackage){ p->name, &p->version, p->source, NULL };
		if (p->replaced && g->nodes[p->replace].reached)
			locked[i].replacement = g->nodes[p->replace].source;
	}
	out->locked = locked;
	out->locked_count = lock->count;
}

const PackageGraph *graph_finish(const GraphBuild *g)
{
	Finish f = { .g = g, .out = arena_new(g->arena, PackageGraph) };
	number_nodes(&f);
	f.out->workspace = g->want->workspace;
	f.out->toolchain = g->want->toolchain;
	list_locked(g, f.out);
	f.out->packages = arena_array(g->arena, Package, f.out->count);
	for (size_t i = 0; i < f.out->count; i++) {
		const GraphNode *n = &g->nodes[f.order[i]];
		Package *p = &f.out->packages[i];
		*p = (Package){ .name = n->name,
			        .version = n->version,
			        .source = n->source,
			        .manifest = n->manifest,
			        .folder = n->folder,
			        .checksum = n->lock->checksum,
			        .locked_at = n->lock->at,
			        .member = n->member,
			        .is_path = n->is_path,
			        .foreign =
			                !n->is_path || (n->member && g->want->workspace->published),
			        .reached = n->reached,
			        .built = n->built,
			        .macro = n->manifest->lib && n->manifest->lib->proc_macro };
		set_edges(&f, n, p);
	}
	return f.out;
}
