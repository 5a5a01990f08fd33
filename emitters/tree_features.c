// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/tree_graph.h"

typedef struct Walk { /* features whose own values are still to be followed */
	TreeGraph *graph;
	TreeNodes left;
} Walk;

/* The feature's node with an edge from `from`; what is new is followed later. */
static void enable(Walk *w, TreeNodeId from, TreeNodeId package, Str name)
{
	bool fresh;
	const TreeNodeId id = tree_feature(w->graph, package, name, &fresh);
	tree_add_edge(w->graph, from, id, TREE_FEATURE);
	if (fresh)
		*vec_push(w->graph->arena, &w->left, TreeNodeId) = id;
}

/* Cargo: a dependency that is not there for this package's node is passed over. */
static void enable_in_dep(Walk *w, TreeNodeId from, TreeNodeId package, const FeatureValue *v)
{
	TreeGraph *g = w->graph;
	for (size_t i = 0; i < g->nodes.items[package].dep_names.count; i++) {
		const TreeDepName d = g->nodes.items[package].dep_names.items[i];
		if (!str_eq(d.name, v->name))
			continue;
		if (d.optional && !v->weak)
			tree_add_edge(g, from, tree_feature(g, package, d.name, NULL),
			              TREE_FEATURE);
		enable(w, from, d.node, v->dep_feature);
	}
}

static void follow(Walk *w, TreeNodeId id)
{
	const TreeNode n = w->graph->nodes.items[id];
	const FeatureTable *table = features_table(w->graph->request->features, n.pkg);
	const uint32_t at = table ? feature_find(table, n.name) : MAP_NONE;
	if (at == MAP_NONE)
		return;
	const FeatureDef *def = &table->defs[at];
	for (size_t i = 0; i < def->count; i++)
		if (def->values[i].kind == VALUE_FEATURE)
			enable(w, id, n.package, def->values[i].name);
		else if (def->values[i].kind == VALUE_DEP_FEATURE)
			enable_in_dep(w, id, n.package, &def->values[i]);
}

void tree_add_features(TreeGraph *g)
{
	Walk w = { .graph = g };
	for (TreeNodeId i = 0; i < g->nodes.count; i++)
		if (g->nodes.items[i].is_feature)
			*vec_push(g->arena, &w.left, TreeNodeId) = i;
	while (w.left.count)
		follow(&w, w.left.items[--w.left.count]);
}
