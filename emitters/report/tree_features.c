// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/tree_graph.h"

typedef struct FeatureVisit { /* a feature whose values are followed */
	TreeNodeId id;
	size_t value, dep; /* the next value, and the next dependency of the package */
} FeatureVisit;

/* Depth first and in order, as in Cargo: an existing feature is not followed again, even if it
 * exists only because a dependency of its name was enabled. */
typedef struct FeatureWalk {
	TreeGraph *graph;
	VEC(FeatureVisit) stack;
} FeatureWalk;

/* Adds an edge from `from` to the feature's node; a new node is followed next. */
static void follow_feature(FeatureWalk *w, TreeNodeId from, TreeNodeId package, Str name)
{
	bool fresh;
	const TreeNodeId id = tree_feature(w->graph, package, name, &fresh);
	tree_add_edge(w->graph, from, id, TREE_FEATURE);
	if (fresh)
		*vec_push(w->graph->arena, &w->stack, FeatureVisit) = (FeatureVisit){ .id = id };
}

/* Enables the feature in the next dependency of that name. Returns false if the package's node has
 * no further one. */
static bool enable_in_dep(FeatureWalk *w, FeatureVisit *v, TreeNodeId package,
                          const FeatureValue *value)
{
	TreeGraph *g = w->graph;
	const TreeNodeId from = v->id;
	while (v->dep < g->nodes.items[package].dep_names.count) {
		const TreeDepName d = g->nodes.items[package].dep_names.items[v->dep++];
		if (!str_eq(d.name, value->name))
			continue;
		if (d.optional && !value->weak)
			tree_add_edge(g, from, tree_feature(g, package, d.name, NULL),
			              TREE_FEATURE);
		follow_feature(w, from, d.node, value->dep_feature);
		return true;
	}
	return false;
}

/* Makes one step for the feature on top of the stack. */
static void step_feature(FeatureWalk *w)
{
	FeatureVisit *v = &w->stack.items[w->stack.count - 1];
	const TreeNode n = w->graph->nodes.items[v->id];
	const FeatureTable *table = features_table(w->graph->request->features, n.pkg);
	const uint32_t at = table ? feature_find(table, n.name) : MAP_NONE;
	if (at == MAP_NONE || v->value == table->defs[at].count) {
		w->stack.count--;
		return;
	}
	const FeatureValue *value = &table->defs[at].values[v->value];
	if (value->kind == VALUE_DEP_FEATURE && enable_in_dep(w, v, n.package, value))
		return;
	v->value++;
	v->dep = 0;
	if (value->kind == VALUE_FEATURE)
		follow_feature(w, v->id, n.package, value->name);
}

void tree_add_features(TreeGraph *g)
{
	FeatureWalk w = { .graph = g };
	const size_t count = g->nodes.count;
	for (TreeNodeId i = 0; i < count; i++) {
		if (g->nodes.items[i].is_feature)
			*vec_push(g->arena, &w.stack, FeatureVisit) = (FeatureVisit){ .id = i };
		while (w.stack.count)
			step_feature(&w);
	}
}
