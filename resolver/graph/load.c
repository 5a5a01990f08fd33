// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

/*
 * A node gets its manifest. Each record (dependency) of the manifest is mapped to the node that the
 * lock has for it, and the lock is compared with the records. All records of members are checked,
 * because Cargo resolves a lock with all features of all members. Of other packages, only records
 * that the walk follows are checked: the lock need not have packages that no feature in use needs.
 */

static void doubt_edge(GraphBuild *g, NodeId node, uint32_t index)
{
	const GraphNode *n = &g->nodes[node], *to = &g->nodes[n->records[index].raw];
	const Dependency *d = &n->manifest->deps[index];
	const Str text =
		arena_printf(g->arena,
	                     "the locked `" STR_FMT "` depends on `" STR_FMT " " STR_FMT
	                     "`, which its Cargo.toml does not allow",
	                     STR_ARG(n->name), STR_ARG(d->package), STR_ARG(to->version.text));
	graph_doubt(g, (Problem){ .node = node, .record = index, .at = d->at, .text = text });
}

bool graph_check_record(GraphBuild *g, NodeId node, uint32_t index)
{
	const GraphNode *n = &g->nodes[node];
	const RecordState *r = &n->records[index];
	const Dependency *d = &n->manifest->deps[index];
	if (r->to == NODE_NONE) {
		/* Cargo has named all packages that it uses beyond the lock. If this one is not
		 * among them, then only weak features switch it on. */
		const bool unused = g->lock->extended && graph_may_leave_lock(g, node) &&
		                    !graph_cargo_has(g, node, d);
		if (!unused)
			graph_unmapped(g, node, d);
		return false;
	}
	if (r->edge == EDGE_ODD && g->want->trust != LOCK_TAKEN) {
		doubt_edge(g, node, index);
		return false;
	}
	if (r->edge != EDGE_NONE || !graph_is_exact(g) || graph_may_leave_lock(g, node) ||
	    r->raw == NODE_NONE)
		return true;
	const Str text = arena_printf(
		g->arena, "the locked `" STR_FMT "` does not depend on `" STR_FMT " " STR_FMT "`",
		STR_ARG(n->name), STR_ARG(d->package), STR_ARG(g->nodes[r->raw].version.text));
	graph_problem(g, (Problem){ .kind = PROBLEM_STALE,
	                            .node = node,
	                            .record = index,
	                            .at = d->at,
	                            .text = text });
	return true;
}

static void index_records(GraphBuild *g, NodeId node)
{
	GraphNode *n = &g->nodes[node];
	const uint32_t count = (uint32_t)n->manifest->dep_count;
	n->records = arena_array(g->scratch, RecordState, count);
	for (uint32_t i = 0; i < count; i++)
		n->records[i].next = NODE_NONE;
	for (uint32_t i = count; i-- > 0;) {
		const uint32_t first = n->features->first_of_key[i];
		if (first == i)
			continue;
		n->records[i].next = n->records[first].next;
		n->records[first].next = i;
	}
}

/* An edge of the lock without a record comes from a dependency that was removed. Edges that Cargo
 * added beyond the file are not checked. */
static void check_edges(GraphBuild *g, NodeId node)
{
	const GraphNode *n = &g->nodes[node];
	for (size_t i = 0; i < n->manifest->dep_count; i++) {
		if (n->records[i].raw != NODE_NONE)
			g->nodes[n->records[i].raw].mapped_by = node + 1;
	}
	for (size_t i = 0; i < n->lock->dep_count - n->lock->beyond_count; i++) {
		const GraphNode *to = &g->nodes[n->lock->deps[i]];
		if (to->mapped_by == node + 1 || node_is_dead(to))
			continue;
		graph_problem(g,
		              (Problem){ .kind = PROBLEM_STALE,
		                         .node = node,
		                         .at = n->lock->at,
		                         .text = arena_printf(g->arena,
		                                              "`" STR_FMT
		                                              "` no longer depends on `" STR_FMT
		                                              " " STR_FMT "`",
		                                              STR_ARG(n->name), STR_ARG(to->name),
		                                              STR_ARG(to->version.text)) });
	}
}

static void map_records(GraphBuild *g, NodeId node)
{
	GraphNode *n = &g->nodes[node];
	for (uint32_t i = 0; i < n->manifest->dep_count; i++) {
		const Dependency *d = &n->manifest->deps[i];
		RecordState *r = &n->records[i];
		r->raw = r->to = NODE_NONE;
		if (d->kind == DEP_DEV && !n->member)
			continue;
		const bool spared = d->kind == DEP_DEV && g->want->dev_spared;
		r->raw = graph_map_record(g, node, d, &r->edge);
		if (spared && r->edge == EDGE_NONE)
			r->raw = NODE_NONE;
		r->to = graph_replaced(g, r->raw, d->package);
		if (n->member &&
		    !spared) /* Cargo resolves the lock with all features of all members */
			graph_check_record(g, node, i);
	}
	if (graph_is_exact(g) && !graph_is_override(g, node))
		check_edges(g, node);
}

bool graph_load(GraphBuild *g, NodeId node, const Manifest *m, Str folder)
{
	GraphNode *n = &g->nodes[node];
	if (!str_eq(m->name, n->name) || !version_eq(&m->version, &n->version)) {
		diag_error(g->diag, m->name_at,
		           "this is `" STR_FMT " " STR_FMT "`, but `" STR_FMT " " STR_FMT
		           "` is expected here",
		           STR_ARG(m->name), STR_ARG(m->version.text), STR_ARG(n->name),
		           STR_ARG(n->version.text));
		diag_note(g->diag, n->lock->at, "it is locked here");
		diag_help(g->diag, "unpack the right archive there, or remove the folder so that "
		                   "it is fetched again");
		return false;
	}
	n->manifest = m;
	n->folder = folder;
	n->features = m->table;
	n->feature_on = arena_array(g->scratch, FeatureOn, n->features->count);
	index_records(g, node);
	map_records(g, node);
	return true;
}
