// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/tree_graph.h"

#include "base/core/reach.h"

static int compare_platforms(const TreeGraph *g, int a, int b)
{
	const TargetInfo *targets = g->request->packages->toolchain->targets;
	if (a == b || a == PLATFORM_HOST || b == PLATFORM_HOST)
		return (b == PLATFORM_HOST) - (a == PLATFORM_HOST);
	return str_compare(targets[a].triple, targets[b].triple);
}

/* Packages come before features. Features are in the order in which their packages were found. */
int tree_compare(const TreeGraph *g, TreeNodeId a, TreeNodeId b)
{
	const TreeNode *x = &g->nodes.items[a], *y = &g->nodes.items[b];
	if (x->is_feature != y->is_feature)
		return x->is_feature - y->is_feature;
	if (x->is_feature) {
		const int order = (x->package > y->package) - (x->package < y->package);
		return order ? order : str_compare(x->name, y->name);
	}
	if (x->pkg != y->pkg)
		return x->pkg < y->pkg ? -1 : 1;
	const int order = str_list_compare(x->features, y->features);
	return order ? order : compare_platforms(g, x->platform, y->platform);
}

/* Restores the heap order of the n items at `at` from `root` on: the greatest comes first. */
static void sift_down(const TreeGraph *g, TreeNodeId *at, size_t root, size_t n)
{
	for (size_t child; (child = 2 * root + 1) < n; root = child) {
		if (child + 1 < n && tree_compare(g, at[child], at[child + 1]) < 0)
			child++;
		if (tree_compare(g, at[root], at[child]) >= 0)
			return;
		const TreeNodeId swap = at[root];
		at[root] = at[child];
		at[child] = swap;
	}
}

/* A heap sort: the comparison needs the graph, and qsort cannot pass it. */
void tree_sort(const TreeGraph *g, TreeNodes *nodes)
{
	for (size_t i = nodes->count / 2; i-- > 0;)
		sift_down(g, nodes->items, i, nodes->count);
	for (size_t n = nodes->count; n > 1; n--) {
		const TreeNodeId swap = nodes->items[0];
		nodes->items[0] = nodes->items[n - 1];
		nodes->items[n - 1] = swap;
		sift_down(g, nodes->items, 0, n - 1);
	}
}

TreeNodes tree_nodes_of(const TreeGraph *g, PkgList packages)
{
	TreeNodes out = { 0 };
	for (size_t i = 0; i < packages.count; i++)
		for (TreeNodeId n = g->first[packages.items[i]]; n != TREE_NO_NODE;
		     n = g->nodes.items[n].next)
			*vec_push(g->arena, &out, TreeNodeId) = n;
	tree_sort(g, &out);
	return out;
}

static bool *find_reachable(const TreeGraph *g, const TreeNodes *roots)
{
	Reach r = reach_new(g->arena, g->nodes.count);
	for (size_t i = 0; i < roots->count; i++)
		reach_add(&r, roots->items[i]);
	for (TreeNodeId id; reach_next(&r, &id);) {
		const TreeNode *n = &g->nodes.items[id];
		for (size_t k = 0; k < TREE_EDGE_KINDS; k++)
			for (size_t i = 0; i < n->edges[k].count; i++)
				reach_add(&r, n->edges[k].items[i]);
	}
	return r.seen;
}

void tree_keep_reachable(TreeGraph *g, const TreeNodes *roots)
{
	const bool *seen = find_reachable(g, roots);
	for (size_t i = 0; i < g->nodes.count; i++)
		for (size_t k = 0; !seen[i] && k < TREE_EDGE_KINDS; k++)
			g->nodes.items[i].edges[k].count = 0;
}

/* Returns whether nodes of packages with the same name differ in more than the platform. */
static bool nodes_differ(const TreeGraph *g, const TreeNodes *nodes)
{
	for (size_t i = 1; i < nodes->count; i++) {
		const TreeNode *a = &g->nodes.items[nodes->items[0]];
		const TreeNode *b = &g->nodes.items[nodes->items[i]];
		if (a->pkg != b->pkg || str_list_compare(a->features, b->features) != 0)
			return true;
	}
	return false;
}

TreeNodes tree_duplicates(const TreeGraph *g, const TreeNodes *roots)
{
	const PackageGraph *packages = g->request->packages;
	const bool *seen = find_reachable(g, roots);
	TreeNodes out = { 0 };
	for (PkgId from = 0, to; from < packages->count; from = to) {
		TreeNodes named = { 0 };
		for (to = from; to < packages->count; to++) {
			if (!str_eq(packages->packages[to].name, packages->packages[from].name))
				break;
			for (TreeNodeId n = g->first[to]; n != TREE_NO_NODE;
			     n = g->nodes.items[n].next)
				if (seen[n])
					*vec_push(g->arena, &named, TreeNodeId) = n;
		}
		for (size_t i = 0; nodes_differ(g, &named) && i < named.count; i++)
			*vec_push(g->arena, &out, TreeNodeId) = named.items[i];
	}
	tree_sort(g, &out);
	return out;
}

void tree_invert(TreeGraph *g)
{
	typedef TreeNodes Old[TREE_EDGE_KINDS];
	Old *old = arena_array(g->arena, Old, g->nodes.count + 1);
	for (size_t i = 0; i < g->nodes.count; i++)
		for (size_t k = 0; k < TREE_EDGE_KINDS; k++) {
			old[i][k] = g->nodes.items[i].edges[k];
			g->nodes.items[i].edges[k] = (TreeNodes){ 0 };
		}
	/* No edge exists twice, so duplicates need not be searched for. */
	for (TreeNodeId i = 0; i < g->nodes.count; i++)
		for (size_t k = 0; k < TREE_EDGE_KINDS; k++)
			for (size_t e = 0; e < old[i][k].count; e++)
				*vec_push(g->arena, &g->nodes.items[old[i][k].items[e]].edges[k],
				          TreeNodeId) = i;
}
