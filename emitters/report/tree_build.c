// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/tree_graph.h"

#include <stdlib.h>

typedef struct Item { /* a dependency to follow */
	PkgId to;
	const Dependency *record;
} Item;

typedef struct TreeFrame { /* a package whose dependencies are being followed */
	TreeNodeId node;
	FeaturesFor side;
	Item *items;
	size_t count, next;
	TreeNodeId open; /* the node of the last item, until it is linked */
} TreeFrame;

typedef struct Build {
	TreeGraph *graph;
	int platform; /* the requested platform */
	bool *is_root;
	VEC(TreeFrame) stack;
} Build;

void tree_add_edge(TreeGraph *g, TreeNodeId from, TreeNodeId to, TreeEdgeKind kind)
{
	TreeNodes *edges = &g->nodes.items[from].edges[kind];
	for (size_t i = 0; i < edges->count; i++)
		if (edges->items[i] == to)
			return;
	*vec_push(g->arena, edges, TreeNodeId) = to;
}

static TreeNodeId add_node(TreeGraph *g, TreeNode node)
{
	*vec_push(g->arena, &g->nodes, TreeNode) = node;
	return (TreeNodeId)(g->nodes.count - 1);
}

TreeNodeId tree_feature(TreeGraph *g, TreeNodeId package, Str name, bool *fresh)
{
	const Str key = arena_printf(g->arena, "%u:" STR_FMT, package, STR_ARG(name));
	const TreeNodeId new = (TreeNodeId)g->nodes.count;
	const TreeNodeId id = map_put(&g->feature_nodes, key, new);
	if (fresh)
		*fresh = id == new;
	if (id == new)
		add_node(g, (TreeNode){ .pkg = g->nodes.items[package].pkg,
		                        .is_feature = true,
		                        .package = package,
		                        .name = name,
		                        .next = TREE_NO_NODE });
	tree_add_edge(g, id, package, TREE_FEATURE);
	return id;
}

/* Cargo: the filter in add_pkg. */
static bool is_followed(const Build *b, const TreeFrame *f, PkgId to, const Dependency *d)
{
	const TreeRequest *want = b->graph->request;
	const TreeNode *n = &b->graph->nodes.items[f->node];
	const int platform = d->kind == DEP_BUILD ? PLATFORM_HOST : n->platform;
	if (d->kind == DEP_DEV && !b->is_root[n->pkg])
		return false;
	if (!features_platform_active(want->packages, d, platform) || !want->kinds[d->kind])
		return false;
	if (want->no_proc_macro && want->packages->packages[to].manifest->proc_macro)
		return false;
	return !d->optional || features_dep_active(want->features, n->pkg, f->side, d->key);
}

/* Sorts by package, then normal, dev, build in the order of Cargo's DepKind, then by key. */
static int by_package_and_kind(const void *a, const void *b)
{
	static const int rank[] = { [DEP_NORMAL] = 0, [DEP_DEV] = 1, [DEP_BUILD] = 2 };
	const Item *x = a, *y = b;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	const int order = rank[x->record->kind] - rank[y->record->kind];
	return order ? order : str_compare(x->record->key, y->record->key);
}

static void list_items(const Build *b, TreeFrame *f)
{
	const Package *p =
		&b->graph->request->packages->packages[b->graph->nodes.items[f->node].pkg];
	size_t all = 0;
	for (size_t e = 0; e < p->edge_count; e++)
		all += p->edges[e].record_count;
	f->items = arena_array(b->graph->arena, Item, all + 1);
	for (size_t e = 0; e < p->edge_count; e++)
		for (size_t r = 0; r < p->edges[e].record_count; r++)
			if (is_followed(b, f, p->edges[e].to, p->edges[e].records[r]))
				f->items[f->count++] =
					(Item){ p->edges[e].to, p->edges[e].records[r] };
	if (f->count)
		qsort(f->items, f->count, sizeof(Item), by_package_and_kind);
}

/* Returns the node of a package; a new one is pushed onto the stack. */
static TreeNodeId open_package(Build *b, PkgId pkg, FeaturesFor side)
{
	TreeGraph *g = b->graph;
	const StrList features = features_of(g->request->features, pkg, side);
	const int platform = side == FOR_HOST ? PLATFORM_HOST : b->platform;
	for (TreeNodeId i = g->first[pkg]; i != TREE_NO_NODE; i = g->nodes.items[i].next)
		if (g->nodes.items[i].platform == platform &&
		    str_list_eq(g->nodes.items[i].features, features))
			return i;
	const TreeNodeId id = add_node(g, (TreeNode){ .pkg = pkg,
	                                              .platform = platform,
	                                              .features = features,
	                                              .package = TREE_NO_NODE,
	                                              .next = g->first[pkg] });
	g->first[pkg] = id;
	TreeFrame f = { .node = id, .side = side, .open = TREE_NO_NODE };
	list_items(b, &f);
	*vec_push(g->arena, &b->stack, TreeFrame) = f;
	return id;
}

/* Cargo puts the requested features between a package and its dependency. */
static void link_packages(TreeGraph *g, TreeNodeId from, TreeNodeId to, const Dependency *d)
{
	const TreeEdgeKind kind = (TreeEdgeKind)d->kind;
	if (!g->request->kinds[TREE_FEATURE]) {
		tree_add_edge(g, from, to, kind);
		return;
	}
	*vec_push(g->arena, &g->nodes.items[from].dep_names, TreeDepName) =
		(TreeDepName){ d->key, to, d->optional };
	if (d->default_features)
		tree_add_edge(g, from, tree_feature(g, to, STR("default"), NULL), kind);
	for (size_t i = 0; i < d->features.count; i++)
		tree_add_edge(g, from, tree_feature(g, to, d->features.items[i], NULL), kind);
	if (!d->default_features && d->features.count == 0)
		tree_add_edge(g, from, to, kind);
}

/* Cargo links a package after all its dependencies are complete. The order of nodes matters where
 * features are followed. */
static TreeNodeId add_package(Build *b, PkgId pkg, FeaturesFor side)
{
	const Package *packages = b->graph->request->packages->packages;
	const TreeNodeId root = open_package(b, pkg, side);
	while (b->stack.count) {
		const size_t depth = b->stack.count - 1;
		TreeFrame *top = &b->stack.items[depth];
		if (top->open != TREE_NO_NODE)
			link_packages(b->graph, top->node, top->open,
			              top->items[top->next - 1].record);
		top->open = TREE_NO_NODE;
		if (top->next == top->count) {
			b->stack.count--;
			continue;
		}
		const Item item = top->items[top->next++];
		const bool host = top->side == FOR_HOST || item.record->kind == DEP_BUILD ||
		                  packages[item.to].manifest->proc_macro;
		const TreeNodeId to = open_package(b, item.to, host ? FOR_HOST : FOR_NORMAL);
		b->stack.items[depth].open = to; /* the stack may have moved */
	}
	return root;
}

static void ask_for(TreeGraph *g, TreeNodeId package, Str feature)
{
	const TreeNodeId id = tree_feature(g, package, feature, NULL); /* nodes may move */
	g->nodes.items[id].cli = true;
}

static void add_dep_feature(TreeGraph *g, TreeNodeId package, const FeatureValue *v)
{
	for (size_t i = 0; i < g->nodes.items[package].dep_names.count; i++) {
		const TreeDepName d = g->nodes.items[package].dep_names.items[i];
		if (!str_eq(d.name, v->name))
			continue;
		if (d.optional)
			ask_for(g, package, d.name);
		ask_for(g, d.node, v->dep_feature);
	}
}

static void add_cli_features(TreeGraph *g, TreeNodeId package, const FeatureRoot *r)
{
	const FeatureTable *table = features_table(g->request->features, r->pkg);
	for (size_t i = 0; r->all && table && i < table->count; i++)
		ask_for(g, package, table->defs[i].name);
	if (!r->no_default)
		ask_for(g, package, STR("default"));
	for (size_t i = 0; i < r->count; i++)
		if (r->values[i].kind == VALUE_DEP_FEATURE)
			add_dep_feature(g, package, &r->values[i]);
		else if (r->values[i].kind == VALUE_FEATURE)
			ask_for(g, package, r->values[i].name);
}

static int by_package(const void *a, const void *b)
{
	const FeatureRoot *x = a, *y = b;
	return (x->pkg > y->pkg) - (x->pkg < y->pkg);
}

static void add_root(Build *b, const FeatureRoot *r)
{
	TreeGraph *g = b->graph;
	const PackageGraph *packages = g->request->packages;
	const bool host = packages->packages[r->pkg].manifest->proc_macro;
	const size_t targets = packages->toolchain->target_count;
	for (size_t t = 0; t < (targets ? targets : 1); t++) {
		b->platform = targets ? (int)t : PLATFORM_HOST;
		const TreeNodeId node = add_package(b, r->pkg, host ? FOR_HOST : FOR_NORMAL);
		if (g->request->kinds[TREE_FEATURE])
			add_cli_features(g, node, r);
	}
}

TreeGraph *tree_build(Arena *a, const TreeRequest *want)
{
	TreeGraph *g = arena_new(a, TreeGraph);
	const size_t count = want->packages->count;
	*g = (TreeGraph){ .arena = a, .request = want };
	g->first = arena_array(a, TreeNodeId, count + 1);
	for (size_t i = 0; i < count; i++)
		g->first[i] = TREE_NO_NODE;
	map_init(&g->feature_nodes, a, count);
	Build b = { .graph = g, .is_root = arena_array(a, bool, count + 1) };
	FeatureRoot *roots = arena_array(a, FeatureRoot, want->root_count + 1);
	for (size_t i = 0; i < want->root_count; i++) {
		roots[i] = want->roots[i];
		b.is_root[roots[i].pkg] = true;
	}
	if (want->root_count)
		qsort(roots, want->root_count, sizeof(FeatureRoot), by_package);
	for (size_t i = 0; i < want->root_count; i++)
		add_root(&b, &roots[i]);
	if (want->kinds[TREE_FEATURE])
		tree_add_features(g);
	return g;
}
