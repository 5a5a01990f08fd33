// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"
#include "resolver/graph/read.h"

/*
 * Everything only ever grows (features, records switched on, packages reached), so the result
 * does not depend on the order in which manifests arrive. All work waits on one stack of steps.
 */

static void push_step(GraphBuild *g, StepKind kind, NodeId node, uint32_t index)
{
	*vec_push(g->scratch, &g->steps, GraphStep) = (GraphStep){ kind, node, index };
}

static void turn_on(GraphBuild *g, NodeId node, uint32_t record)
{
	RecordState *r = &g->nodes[node].records[record];
	if (r->on)
		return;
	r->on = true;
	push_step(g, STEP_FOLLOW, node, record);
}

static void enable_feature(GraphBuild *g, NodeId node, uint32_t definition, FeatureOn how)
{
	FeatureOn *on = &g->nodes[node].feature_on[definition];
	if (*on >= how)
		return;
	*on = how;
	push_step(g, STEP_FEATURE, node, definition);
}

static void apply_request(GraphBuild *g, NodeId node, const WantedFeature *r)
{
	const FeatureTable *t = g->nodes[node].features;
	const uint32_t definition = r->if_defined ? t->by_default : feature_find(t, r->feature);
	if (definition != MAP_NONE)
		enable_feature(g, node, definition,
		               r->from == NODE_NONE ? FEATURE_OF_ROOT : FEATURE_ON);
	else if (!r->if_defined)
		graph_missing_feature(g, node, r);
}

static void request_feature(GraphBuild *g, NodeId node, WantedFeature r)
{
	GraphNode *n = &g->nodes[node];
	if (n->manifest)
		apply_request(g, node, &r);
	else
		*vec_push(g->scratch, &n->requests, WantedFeature) = r;
}

/* Its records and what was asked of it meanwhile go to work. */
void graph_arrived(GraphBuild *g, NodeId node)
{
	const GraphNode *n = &g->nodes[node];
	for (uint32_t i = 0; i < n->manifest->dep_count; i++) {
		if (!n->manifest->deps[i].optional)
			turn_on(g, node, i);
	}
	for (size_t i = 0; i < n->requests.count; i++)
		apply_request(g, node, &n->requests.items[i]);
}

/* --- which packages are built ---------------------------------------------------------------- */

bool graph_platform_counts(const GraphBuild *g, const Dependency *d)
{
	const Toolchain *t = g->want->toolchain;
	if (!d->platform || t->every_platform ||
	    platform_matches(d->platform, t->host, &t->host_info.cfg))
		return true;
	for (size_t i = 0; i < t->target_count; i++) {
		if (platform_matches(d->platform, t->targets[i].triple, &t->targets[i].cfg))
			return true;
	}
	return false;
}

static bool is_active(const GraphBuild *g, const Dependency *d)
{
	if (g->checking)
		return true;
	return (d->kind != DEP_DEV || g->want->dev) && graph_platform_counts(g, d);
}

static void push_waiting(GraphBuild *g, GraphNode *n)
{
	for (size_t i = 0; i < n->waiting.count; i++)
		push_step(g, STEP_FOLLOW, n->waiting.items[i].node, n->waiting.items[i].index);
	n->waiting.count = 0;
}

/* Everything from which `node` can be reached matters now: what waited for that goes on. */
static void mark_users(GraphBuild *g, NodeId node)
{
	VEC(NodeId) stack = { 0 };
	*vec_push(g->scratch, &stack, NodeId) = node;
	while (stack.count) {
		const NodeId at = stack.items[--stack.count];
		GraphNode *n = &g->nodes[at];
		if (n->marked)
			continue;
		n->marked = true;
		push_waiting(g, n);
		for (uint32_t i = 0; i < g->user_counts[at]; i++)
			*vec_push(g->scratch, &stack, NodeId) = g->users[at][i];
	}
}

static void push_records(GraphBuild *g, NodeId node)
{
	const GraphNode *n = &g->nodes[node];
	for (uint32_t i = 0; n->manifest && i < n->manifest->dep_count; i++) {
		if (n->records[i].on)
			push_step(g, STEP_FOLLOW, node, i);
	}
}

static void reach_node(GraphBuild *g, NodeId node)
{
	if (g->nodes[node].reached)
		return;
	g->nodes[node].reached = true;
	push_records(g, node);
}

static void set_built(GraphBuild *g, NodeId node)
{
	GraphNode *n = &g->nodes[node];
	if (n->built)
		return;
	n->built = n->reached = true;
	if (g->weak)
		mark_users(g, node);
	push_waiting(g, n);
	push_records(g, node); /* also those that were followed: what they lead to is built now */
}

static bool ask_manifest(GraphBuild *g, NodeId node)
{
	GraphNode *n = &g->nodes[node];
	if (n->asked)
		return true;
	if (g->checking && !n->is_path)
		return true;
	n->asked = true;
	if (n->is_path)
		return graph_load(g, node, graph_local(g, n->folder)->manifest, n->folder);
	const PackageProvider *p = g->want->provider;
	if (!p->request(p->ctx, n->lock, node))
		return false;
	g->outstanding++;
	return graph_receive(g, WAIT_FOR_NONE);
}

/* --- records and features -------------------------------------------------------------------- */

static void send_requests(GraphBuild *g, NodeId node, uint32_t index)
{
	const Dependency *d = &g->nodes[node].manifest->deps[index];
	RecordState *r = &g->nodes[node].records[index];
	if (!r->followed) {
		r->followed = true;
		for (size_t i = 0; i < d->features.count; i++)
			request_feature(g, r->to,
			                (WantedFeature){ d->features.items[i], false, node, d });
		if (d->default_features)
			request_feature(g, r->to, (WantedFeature){ STR("default"), true, node, d });
	}
	while (r->extra_sent < r->extra.count) {
		const Str feature = r->extra.items[r->extra_sent++];
		request_feature(g, r->to, (WantedFeature){ feature, false, node, d });
	}
}

static void wait_for(GraphBuild *g, NodeId to, NodeId node, uint32_t index)
{
	*vec_push(g->scratch, &g->nodes[to].waiting, Follow) = (Follow){ node, index };
}

static void follow_inactive(GraphBuild *g, NodeId node, uint32_t index)
{
	const RecordState *r = &g->nodes[node].records[index];
	if (!g->lax || !g->nodes[node].built || r->to == NODE_NONE)
		return;
	if (g->nodes[r->to].built)
		send_requests(g, node, index);
	else
		wait_for(g, r->to, node, index);
}

static bool follow_record(GraphBuild *g, NodeId node, uint32_t index)
{
	const GraphNode *n = &g->nodes[node];
	const Dependency *d = &n->manifest->deps[index];
	RecordState *r = &n->records[index];
	if (!n->reached || (d->kind == DEP_DEV && !n->root))
		return true;
	const bool active = n->built && is_active(g, d);
	if (!active && !g->weak && !r->named) {
		follow_inactive(g, node, index);
		return true;
	}
	if (!n->member && !r->followed && !graph_check_record(g, node, index))
		return true;
	if (r->to == NODE_NONE)
		return true;
	if (active || (g->nodes[r->to].named && g->want->workspace->resolver == 1)) {
		set_built(g, r->to);
	} else if (!r->named && !g->nodes[r->to].marked) {
		wait_for(g, r->to, node, index);
		return true;
	}
	reach_node(g, r->to);
	if (!ask_manifest(g, r->to))
		return false;
	send_requests(g, node, index);
	return true;
}

/*
 * To Cargo's version resolver, records of other platforms and those for tests count always. Where
 * that can be seen, they ask for features of what is built anyway.
 */
static void become_lax(GraphBuild *g)
{
	if (g->lax)
		return;
	g->lax = true;
	for (NodeId i = 0; i < g->count; i++)
		if (g->nodes[i].built)
			push_records(g, i);
}

/*
 * Cargo's version resolver resolves a package apart as a root, with its dev-dependencies, and as a
 * dependency of others, without: what others ask of it reaches no dev-dependency. The feature
 * resolver knows no such difference, but only packages that the former has.
 */
static void turn_on_key(GraphBuild *g, NodeId node, const FeatureValue *v, FeatureOn how)
{
	const GraphNode *n = &g->nodes[node];
	const Str feature = v->kind == VALUE_DEP_FEATURE ? v->dep_feature : STR("");
	for (uint32_t i = map_get(&n->features->by_key, v->name); i != NODE_NONE;
	     i = n->records[i].next) {
		RecordState *r = &n->records[i];
		turn_on(g, node, i);
		if (!feature.len)
			continue;
		if (n->manifest->deps[i].kind == DEP_DEV && how != FEATURE_OF_ROOT) {
			if (g->want->dev)
				become_lax(g);
			continue;
		}
		*vec_push(g->scratch, &r->extra, Str) = feature;
		push_step(g, STEP_FOLLOW, node, i);
	}
}

static bool is_optional(const GraphNode *n, Str key)
{
	for (uint32_t i = map_get(&n->features->by_key, key); i != NODE_NONE;
	     i = n->records[i].next) {
		if (n->manifest->deps[i].optional)
			return true;
	}
	return false;
}

static void apply_value(GraphBuild *g, NodeId node, const FeatureValue *v, FeatureOn how)
{
	const GraphNode *n = &g->nodes[node];
	const bool names_feature =
		v->kind == VALUE_FEATURE ||
		(v->kind == VALUE_DEP_FEATURE && !v->weak && is_optional(n, v->name));
	const uint32_t definition = names_feature ? feature_find(n->features, v->name) : MAP_NONE;
	if (definition != MAP_NONE)
		enable_feature(g, node, definition, how);
	if (v->kind == VALUE_DEP || v->kind == VALUE_DEP_FEATURE)
		turn_on_key(g, node, v, how);
}

static void apply_definition(GraphBuild *g, NodeId node, uint32_t definition)
{
	const GraphNode *n = &g->nodes[node];
	const FeatureDef *def = &n->features->defs[definition];
	for (size_t i = 0; i < def->count; i++)
		apply_value(g, node, &def->values[i], n->feature_on[definition]);
}

/* --- roots ----------------------------------------------------------------------------------- */

static void name_records(GraphBuild *g, NodeId node, const FeatureValue *v)
{
	const GraphNode *n = &g->nodes[node];
	if (v->kind != VALUE_DEP_FEATURE)
		return;
	g->beyond = true;
	for (uint32_t i = map_get(&n->features->by_key, v->name); i != NODE_NONE;
	     i = n->records[i].next)
		n->records[i].named = true;
}

/* `required-features` with `dependency/feature`: met by what the version resolver has. */
static bool requires_of_others(const Manifest *m)
{
	for (size_t i = 0; i < m->target_count; i++)
		for (size_t k = 0; k < m->targets[i].required_features.count; k++)
			if (str_find(m->targets[i].required_features.items[k], '/') >= 0)
				return true;
	return false;
}

static void start_root(GraphBuild *g, NodeId node, const GraphRoot *root)
{
	GraphNode *n = &g->nodes[node];
	n->root = true;
	set_built(g, node);
	if (requires_of_others(n->manifest))
		become_lax(g);
	for (uint32_t i = 0; i < n->features->count && root->all_features; i++)
		enable_feature(g, node, i, FEATURE_OF_ROOT);
	if (root->default_features) {
		const WantedFeature r = { STR("default"), true, NODE_NONE, NULL };
		apply_request(g, node, &r);
	}
	for (size_t i = 0; i < root->features.count; i++) {
		const FeatureValue v = feature_value_parse(root->features.items[i]);
		name_records(g, node, &v);
		apply_value(g, node, &v, FEATURE_OF_ROOT);
	}
}

static void find_users(GraphBuild *g)
{
	g->users = arena_array(g->scratch, uint32_t *, g->count);
	g->user_counts = arena_array(g->scratch, uint32_t, g->count);
	for (NodeId n = 0; n < g->count; n++) {
		const LockPackage *p = g->nodes[n].lock;
		for (size_t i = 0; i < p->dep_count; i++)
			g->user_counts[graph_replaced(g, p->deps[i], g->nodes[p->deps[i]].name)]++;
	}
	for (NodeId n = 0; n < g->count; n++) {
		g->users[n] = arena_array(g->scratch, uint32_t, g->user_counts[n]);
		g->user_counts[n] = 0;
	}
	for (NodeId n = 0; n < g->count; n++) {
		const LockPackage *p = g->nodes[n].lock;
		for (size_t i = 0; i < p->dep_count; i++) {
			const NodeId to = graph_replaced(g, p->deps[i], g->nodes[p->deps[i]].name);
			g->users[to][g->user_counts[to]++] = n;
		}
	}
}

static void start_all(GraphBuild *g)
{
	const GraphRoot all = { .all_features = true, .default_features = true };
	for (size_t i = 0; i < g->locals.count; i++) {
		const Local *l = &g->locals.items[i];
		if (l->member && l->node != NODE_NONE)
			start_root(g, l->node, &all);
	}
}

/* All members are loaded, since all must fit the lock; the walk starts at the roots. */
bool graph_start(GraphBuild *g)
{
	const GraphRequest *w = g->want;
	g->stamps = arena_array(g->scratch, uint32_t, g->count);
	graph_find_named(g);
	if (g->weak)
		find_users(g);
	for (NodeId i = 0; i < g->count; i++)
		if (g->nodes[i].named)
			mark_users(g, i);
	for (size_t i = 0; i < g->locals.count; i++) {
		const Local *l = &g->locals.items[i];
		if (l->member && l->node != NODE_NONE && !ask_manifest(g, l->node))
			return false;
	}
	if (!w->root_count)
		start_all(g);
	for (size_t i = 0; i < w->root_count; i++) {
		const Local *l = graph_local(g, w->roots[i].member->folder);
		if (l && l->node != NODE_NONE)
			start_root(g, l->node, &w->roots[i]);
	}
	return true;
}

static bool take_steps(GraphBuild *g)
{
	while (g->steps.count) {
		const GraphStep s = g->steps.items[--g->steps.count];
		if (s.kind == STEP_FEATURE)
			apply_definition(g, s.node, s.index);
		else if (!follow_record(g, s.node, s.index))
			return false;
	}
	return true;
}

bool graph_walk(GraphBuild *g)
{
	while (take_steps(g)) {
		ProvidedPackage p;
		const GraphRead read = graph_reading_next(g->reading, &p);
		if (read == GRAPH_READ_FAILED)
			return false;
		if (read == GRAPH_READ_NONE && !g->outstanding)
			return true;
		if (read == GRAPH_READ_NONE && !graph_receive(g, WAIT_FOR_ONE))
			return false;
		if (read == GRAPH_READ && !graph_load(g, p.index, p.manifest, p.folder))
			return false;
	}
	return false;
}

bool graph_walk_rest(GraphBuild *g)
{
	g->checking = true;
	for (NodeId i = 0; i < g->count; i++) {
		if (g->nodes[i].reached)
			push_records(g, i);
	}
	start_all(g);
	return graph_walk(g);
}
