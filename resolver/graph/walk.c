// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/walk.h"

#include "base/core/reach.h"
#include "resolver/graph/delivery.h"

/*
 * A root is built with features. Features switch on records (dependencies) of the root's manifest,
 * and features of the packages that the records lead to. A record is active if it counts for the
 * build: its platform is one of the build's, and if it is a dev-dependency, tests are built. An
 * active record that is on is followed: its package is built, too, and gets the features that the
 * record requests.
 *
 * All work waits on one stack of steps. Features, records and packages are only ever switched on,
 * never off. So the result does not depend on the order in which manifests arrive. A step may be
 * taken twice: the second time it finds nothing left to do.
 *
 * Much of the code below is about inactive records. Nothing is built because of them, but Cargo's
 * version resolver does not ignore them: in some cases the features that they request are switched
 * on (InactiveRecords).
 */

typedef enum WalkStepKind { STEP_FOLLOW, STEP_FEATURE } WalkStepKind;

typedef struct WalkStep {
	WalkStepKind kind;
	NodeId node;
	uint32_t index; /* of a record or a feature definition */
} WalkStep;

/* How the walk treats inactive records. */
typedef enum InactiveRecords {
	INACTIVE_IGNORED,
	/* Inactive records of built packages request features of packages that are built anyway. */
	INACTIVE_ASK,
	/*
	 * Inactive records are followed if they lead, over any number of packages, to one that is
	 * built or that the command line may mean. Until then they wait. Resolver 1 needs this: it
	 * ignores platforms, so the features that inactive records request count for the built
	 * packages behind them. `-p` needs it if it means a package that is not a member: then all
	 * ways to that package count.
	 */
	INACTIVE_FOLLOWED,
} InactiveRecords;

typedef VEC(NodeId) NodeList;

struct GraphWalk {
	GraphBuild *g;
	GraphNode *nodes; /* of `g` */
	Arena *scratch;   /* of `g` */
	VEC(WalkStep) steps;
	Delivery delivery;
	bool for_checks; /* graph_walk_rest: all records are active; the provider is not used */
	InactiveRecords inactive;
	NodeList *users;      /* if INACTIVE_FOLLOWED: the nodes that depend on each node */
	Reach leads_to_build; /* likewise: the nodes from which a built or meant one is reached */
};

/* --- steps ----------------------------------------------------------------------------------- */

static void push_step(GraphWalk *w, WalkStepKind kind, NodeId node, uint32_t index)
{
	*vec_push(w->scratch, &w->steps, WalkStep) = (WalkStep){ kind, node, index };
}

static void turn_on(GraphWalk *w, NodeId node, uint32_t record)
{
	RecordState *r = &w->nodes[node].records[record];
	if (r->on)
		return;
	r->on = true;
	push_step(w, STEP_FOLLOW, node, record);
}

static void enable_feature(GraphWalk *w, NodeId node, uint32_t definition, FeatureOn how)
{
	FeatureOn *on = &w->nodes[node].feature_on[definition];
	if (*on >= how)
		return;
	*on = how;
	push_step(w, STEP_FEATURE, node, definition);
}

static void apply_request(GraphWalk *w, NodeId node, const WantedFeature *r)
{
	const FeatureTable *t = w->nodes[node].features;
	const uint32_t definition = r->if_defined ? t->by_default : feature_find(t, r->feature);
	if (definition != MAP_NONE)
		enable_feature(w, node, definition,
		               r->from == NODE_NONE ? FEATURE_OF_ROOT : FEATURE_ON);
	else if (!r->if_defined)
		graph_missing_feature(w->g, node, r);
}

static void request_feature(GraphWalk *w, NodeId node, WantedFeature r)
{
	GraphNode *n = &w->nodes[node];
	if (n->manifest)
		apply_request(w, node, &r);
	else
		*vec_push(w->scratch, &n->requests, WantedFeature) = r;
}

static void push_records(GraphWalk *w, NodeId node)
{
	const GraphNode *n = &w->nodes[node];
	for (uint32_t i = 0; n->manifest && i < n->manifest->dep_count; i++) {
		if (n->records[i].on)
			push_step(w, STEP_FOLLOW, node, i);
	}
}

static void push_waiting(GraphWalk *w, GraphNode *n)
{
	for (size_t i = 0; i < n->waiting.count; i++)
		push_step(w, STEP_FOLLOW, n->waiting.items[i].node, n->waiting.items[i].index);
	n->waiting.count = 0;
}

/* --- manifests ------------------------------------------------------------------------------- */

/* Gives the node its manifest, switches on its records that are not optional, and applies the
 * requests for features that came before. */
static bool take_manifest(GraphWalk *w, NodeId node, const Manifest *m, Str folder)
{
	const GraphNode *n = &w->nodes[node];
	if (!graph_load(w->g, node, m, folder))
		return false;
	for (uint32_t i = 0; i < m->dep_count; i++) {
		if (!m->deps[i].optional)
			turn_on(w, node, i);
	}
	for (size_t i = 0; i < n->requests.count; i++)
		apply_request(w, node, &n->requests.items[i]);
	return true;
}

/* Takes the manifest of a path package at once. Others are requested, and arrive later. */
static bool ask_manifest(GraphWalk *w, NodeId node)
{
	GraphNode *n = &w->nodes[node];
	if (n->asked || (w->for_checks && !n->is_path))
		return true;
	n->asked = true;
	if (n->is_path)
		return take_manifest(w, node, graph_local(w->g, n->folder)->manifest, n->folder);
	return delivery_ask(&w->delivery, n->lock, node);
}

/* --- which packages are built ---------------------------------------------------------------- */

static bool platform_counts(const GraphWalk *w, const Dependency *d)
{
	const Toolchain *t = w->g->want->toolchain;
	if (!d->platform || t->every_platform ||
	    platform_matches(d->platform, t->host, &t->host_info.cfg))
		return true;
	for (size_t i = 0; i < t->target_count; i++) {
		if (platform_matches(d->platform, t->targets[i].triple, &t->targets[i].cfg))
			return true;
	}
	return false;
}

static bool is_active(const GraphWalk *w, const Dependency *d)
{
	if (w->for_checks)
		return true;
	return (d->kind != DEP_DEV || w->g->want->dev) && platform_counts(w, d);
}

/* The node is built or meant. So records that waited go on: those that lead to this node, and those
 * that lead to any node from which this one can be reached. */
static void mark_users(GraphWalk *w, NodeId node)
{
	reach_add(&w->leads_to_build, node);
	for (NodeId at; reach_next(&w->leads_to_build, &at);) {
		push_waiting(w, &w->nodes[at]);
		for (size_t i = 0; i < w->users[at].count; i++)
			reach_add(&w->leads_to_build, w->users[at].items[i]);
	}
}

static void reach_node(GraphWalk *w, NodeId node)
{
	if (w->nodes[node].reached)
		return;
	w->nodes[node].reached = true;
	push_records(w, node);
}

static void set_built(GraphWalk *w, NodeId node)
{
	GraphNode *n = &w->nodes[node];
	if (n->built)
		return;
	n->built = n->reached = true;
	if (w->inactive == INACTIVE_FOLLOWED)
		mark_users(w, node);
	push_waiting(w, n);
	push_records(w, node); /* also records that were followed: their packages are built now */
}

/* --- records --------------------------------------------------------------------------------- */

/* Requests the features that the record names, once, and those of `key/feature` that are new since
 * the last call. */
static void send_requests(GraphWalk *w, NodeId node, uint32_t index)
{
	const Dependency *d = &w->nodes[node].manifest->deps[index];
	RecordState *r = &w->nodes[node].records[index];
	if (!r->followed) {
		r->followed = true;
		for (size_t i = 0; i < d->features.count; i++)
			request_feature(w, r->to,
			                (WantedFeature){ d->features.items[i], false, node, d });
		if (d->default_features)
			request_feature(w, r->to, (WantedFeature){ STR("default"), true, node, d });
	}
	while (r->extra_sent < r->extra.count) {
		const Str feature = r->extra.items[r->extra_sent++];
		request_feature(w, r->to, (WantedFeature){ feature, false, node, d });
	}
}

static void wait_for(GraphWalk *w, NodeId to, NodeId node, uint32_t index)
{
	*vec_push(w->scratch, &w->nodes[to].waiting, Follow) = (Follow){ node, index };
}

/* The rule of INACTIVE_ASK. */
static void ask_if_built(GraphWalk *w, NodeId node, uint32_t index)
{
	const RecordState *r = &w->nodes[node].records[index];
	if (w->inactive != INACTIVE_ASK || !w->nodes[node].built || r->to == NODE_NONE)
		return;
	if (w->nodes[r->to].built)
		send_requests(w, node, index);
	else
		wait_for(w, r->to, node, index);
}

/* Returns whether the record leads to a package that can be followed; adds a problem if not. The
 * walk for the checks of the lock passes over records of `paths` packages that lead nowhere,
 * because Cargo makes the lock without `paths`. */
static bool check_way(GraphWalk *w, NodeId node, uint32_t index)
{
	const GraphNode *n = &w->nodes[node];
	const RecordState *r = &n->records[index];
	if (w->for_checks && r->to == NODE_NONE && graph_is_override(w->g, node))
		return false;
	return (n->member || r->followed || graph_check_record(w->g, node, index)) &&
	       r->to != NODE_NONE;
}

static bool follow_record(GraphWalk *w, NodeId node, uint32_t index)
{
	const GraphNode *n = &w->nodes[node];
	const Dependency *d = &n->manifest->deps[index];
	RecordState *r = &n->records[index];
	if (!n->reached || (d->kind == DEP_DEV && !n->root))
		return true;
	const bool active = n->built && is_active(w, d);
	if (!active && w->inactive != INACTIVE_FOLLOWED && !r->asked_for) {
		ask_if_built(w, node, index);
		return true;
	}
	if (!check_way(w, node, index))
		return true;
	if (active || (w->nodes[r->to].meant && w->g->want->workspace->resolver == 1)) {
		set_built(w, r->to);
	} else if (!r->asked_for && !w->leads_to_build.seen[r->to]) {
		wait_for(w, r->to, node, index);
		return true;
	}
	reach_node(w, r->to);
	if (!ask_manifest(w, r->to))
		return false;
	send_requests(w, node, index);
	return true;
}

/* --- features -------------------------------------------------------------------------------- */

/*
 * Cargo's version resolver never ignores records of other platforms and dev-dependencies. In the
 * cases that call this function that makes a difference: inactive records request features of
 * packages that are built anyway. So the records of all built packages are looked at again.
 */
static void let_inactive_ask(GraphWalk *w)
{
	if (w->inactive != INACTIVE_IGNORED)
		return;
	w->inactive = INACTIVE_ASK;
	for (NodeId i = 0; i < w->g->count; i++)
		if (w->nodes[i].built)
			push_records(w, i);
}

/*
 * Cargo's version resolver resolves a package twice: as a root, with its dev-dependencies, and as a
 * dependency of others, without them. So a feature that others request of the package does not
 * reach its dev-dependencies. Cargo's feature resolver makes no such difference, but it only sees
 * packages that the version resolver reached.
 */
static void turn_on_key(GraphWalk *w, NodeId node, const FeatureValue *v, FeatureOn how)
{
	const GraphNode *n = &w->nodes[node];
	const Str feature = v->kind == VALUE_DEP_FEATURE ? v->dep_feature : STR("");
	for (uint32_t i = map_get(&n->features->by_key, v->name); i != NODE_NONE;
	     i = n->records[i].next) {
		RecordState *r = &n->records[i];
		turn_on(w, node, i);
		if (!feature.len)
			continue;
		if (n->manifest->deps[i].kind == DEP_DEV && how != FEATURE_OF_ROOT) {
			if (w->g->want->dev)
				let_inactive_ask(w);
			continue;
		}
		*vec_push(w->scratch, &r->extra, Str) = feature;
		push_step(w, STEP_FOLLOW, node, i);
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

/* `key/feature` also switches on the feature `key` of an optional dependency; `key?/feature` does
 * not. Both switch on the dependency here, because only the finished resolution of features knows
 * whether something else switches it on. */
static void apply_value(GraphWalk *w, NodeId node, const FeatureValue *v, FeatureOn how)
{
	const GraphNode *n = &w->nodes[node];
	const bool names_feature =
		v->kind == VALUE_FEATURE ||
		(v->kind == VALUE_DEP_FEATURE && !v->weak && is_optional(n, v->name));
	const uint32_t definition = names_feature ? feature_find(n->features, v->name) : MAP_NONE;
	if (definition != MAP_NONE)
		enable_feature(w, node, definition, how);
	if (v->kind == VALUE_DEP || v->kind == VALUE_DEP_FEATURE)
		turn_on_key(w, node, v, how);
}

static void apply_definition(GraphWalk *w, NodeId node, uint32_t definition)
{
	const GraphNode *n = &w->nodes[node];
	const FeatureDef *def = &n->features->defs[definition];
	for (size_t i = 0; i < def->count; i++)
		apply_value(w, node, &def->values[i], n->feature_on[definition]);
}

/* --- roots ----------------------------------------------------------------------------------- */

static void mark_asked_for(GraphWalk *w, NodeId node, const FeatureValue *v)
{
	const GraphNode *n = &w->nodes[node];
	if (v->kind != VALUE_DEP_FEATURE)
		return;
	for (uint32_t i = map_get(&n->features->by_key, v->name); i != NODE_NONE;
	     i = n->records[i].next)
		n->records[i].asked_for = true;
}

/* Returns whether a target has `dependency/feature` in its `required-features`. Cargo checks these
 * against the features of its version resolver. */
static bool requires_of_others(const Manifest *m)
{
	for (size_t i = 0; i < m->target_count; i++)
		for (size_t k = 0; k < m->targets[i].required_features.count; k++)
			if (str_find(m->targets[i].required_features.items[k], '/') >= 0)
				return true;
	return false;
}

static void start_root(GraphWalk *w, NodeId node, const GraphRoot *root)
{
	GraphNode *n = &w->nodes[node];
	n->root = true;
	set_built(w, node);
	if (requires_of_others(n->manifest))
		let_inactive_ask(w);
	for (uint32_t i = 0; i < n->features->count && root->all_features; i++)
		enable_feature(w, node, i, FEATURE_OF_ROOT);
	if (root->default_features) {
		const WantedFeature r = { STR("default"), true, NODE_NONE, NULL };
		apply_request(w, node, &r);
	}
	for (size_t i = 0; i < root->features.count; i++) {
		const FeatureValue v = feature_value_parse(root->features.items[i]);
		mark_asked_for(w, node, &v);
		apply_value(w, node, &v, FEATURE_OF_ROOT);
	}
}

static void start_all(GraphWalk *w)
{
	const GraphRoot all = { .all_features = true, .default_features = true };
	const LocalTable *t = &w->g->locals;
	for (size_t i = 0; i < t->found.count; i++) {
		const Local *l = &t->found.items[i];
		if (l->member && l->node != NODE_NONE)
			start_root(w, l->node, &all);
	}
}

static bool load_members(GraphWalk *w)
{
	const LocalTable *t = &w->g->locals;
	for (size_t i = 0; i < t->found.count; i++) {
		const Local *l = &t->found.items[i];
		if (l->member && l->node != NODE_NONE && !ask_manifest(w, l->node))
			return false;
	}
	return true;
}

/* Reverses the lock's edges. */
static NodeList *find_users(const GraphWalk *w)
{
	NodeList *users = arena_array(w->scratch, NodeList, w->g->count);
	for (NodeId n = 0; n < w->g->count; n++) {
		const LockPackage *p = w->nodes[n].lock;
		for (size_t i = 0; i < p->dep_count; i++) {
			const Str name = w->nodes[p->deps[i]].name;
			NodeList *of = &users[graph_replaced(w->g, p->deps[i], name)];
			*vec_push(w->scratch, of, NodeId) = n;
		}
	}
	return users;
}

/* Loads all members, not only the roots, because the lock must fit all of them. */
bool graph_walk_start(GraphWalk *w)
{
	const GraphRequest *want = w->g->want;
	const bool outsiders = graph_find_meant(w->g); /* also marks them */
	if (outsiders || want->workspace->resolver == 1) {
		w->inactive = INACTIVE_FOLLOWED;
		w->users = find_users(w);
	}
	for (NodeId i = 0; i < w->g->count; i++)
		if (w->nodes[i].meant)
			mark_users(w, i);
	if (!load_members(w))
		return false;
	if (!want->root_count)
		start_all(w);
	for (size_t i = 0; i < want->root_count; i++) {
		const Local *l = graph_local(w->g, want->roots[i].member->folder);
		if (l && l->node != NODE_NONE)
			start_root(w, l->node, &want->roots[i]);
	}
	return true;
}

/* --- the walk -------------------------------------------------------------------------------- */

static bool take_steps(GraphWalk *w)
{
	while (w->steps.count) {
		const WalkStep s = w->steps.items[--w->steps.count];
		if (s.kind == STEP_FEATURE)
			apply_definition(w, s.node, s.index);
		else if (!follow_record(w, s.node, s.index))
			return false;
	}
	return true;
}

static bool walk_on(GraphWalk *w)
{
	while (take_steps(w)) {
		ProvidedPackage p;
		const GraphRead read = delivery_next(&w->delivery, &p);
		if (read != GRAPH_READ)
			return read == GRAPH_READ_NONE;
		if (!take_manifest(w, p.index, p.manifest, p.folder))
			return false;
	}
	return false;
}

bool graph_walk_build(GraphWalk *w)
{
	return walk_on(w);
}

bool graph_walk_rest(GraphWalk *w)
{
	w->for_checks = true;
	for (NodeId i = 0; i < w->g->count; i++) {
		if (w->nodes[i].reached)
			push_records(w, i);
	}
	start_all(w);
	return walk_on(w);
}

GraphWalk *graph_walk_new(GraphBuild *g)
{
	GraphWalk *w = arena_new(g->scratch, GraphWalk);
	*w = (GraphWalk){
		.g = g,
		.nodes = g->nodes,
		.scratch = g->scratch,
		.delivery = delivery_open(g),
		.leads_to_build = reach_new(g->scratch, g->count),
	};
	return w;
}

void graph_walk_end(GraphWalk *w)
{
	delivery_close(&w->delivery);
}
