/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * graph_internal.h - what the files that make the package graph share.
 *
 * graph_build (graph.c) shows the stages one after the other. Each of them has its file and fills
 * in its part of one GraphBuild. What only the walk needs is the walk's own (walk.c).
 */
#ifndef L4CARGO_RESOLVER_GRAPH_GRAPH_INTERNAL_H
#define L4CARGO_RESOLVER_GRAPH_GRAPH_INTERNAL_H

#include "resolver/graph/locals.h"
#include "resolver/graph/node.h"
#include "resolver/graph/problem.h"
#include "resolver/graph/types.h"

typedef struct GraphBuild {
	Arena *arena, *scratch; /* of the result; of what goes when it is there */
	Diag *diag;
	const GraphRequest *want;
	const Lockfile *lock;
	/* The command line asks for features of dependencies (`-F dep/feature`): these may need
	 * packages that the lock need not have (graph_may_leave_lock). */
	bool asks_of_deps;
	GraphNode *nodes; /* of lock->packages, and behind these what `paths` adds */
	size_t count;
	Map by_name;   /* to the first node so called: they are ascending */
	Map overrides; /* a name to the node that `paths` has for it (override.c) */
	LocalTable locals;
	PatchTable patches;
	VEC(Problem) problems; /* problem.h */
} GraphBuild;

/* local.c: finds all path packages and the locked packages that they are. */
bool graph_find_locals(GraphBuild *g);
/*
 * What is not there, or is broken, may not be needed either: who follows a record to it complains.
 */
void graph_add_local(GraphBuild *g, Str folder);
const Local *graph_local(const GraphBuild *g, Str folder); /* NULL: no package there */
/* The package there, if its manifest was looked at and is broken; else NULL. */
BrokenLocal *graph_broken(const GraphBuild *g, Str folder);

/* patches.c: lists them, before local packages are looked for: they may lead to more; then finds
 * the nodes that they provide. */
void graph_list_patches(GraphBuild *g);
bool graph_prepare_patches(GraphBuild *g);
/* Those that provide nothing: is the lock right about them? And a warning of each. */
void graph_check_unused_patches(GraphBuild *g);
void graph_warn_of_patches(const GraphBuild *g);

/* override.c: adds nodes, so before anything points to one. */
bool graph_add_overrides(GraphBuild *g);
/* Is the node one of these? The lock knows nothing of `paths`: Cargo makes it without them. */
static inline bool graph_is_override(const GraphBuild *g, NodeId node)
{
	return node >= g->lock->count;
}

/* map.c */
/* The locked package of record `d` of `from`; `*edge`: by which edge of the lock. */
NodeId graph_map_record(const GraphBuild *g, NodeId from, const Dependency *d, EdgeUse *edge);
/* The first locked package that fits the record, or NODE_NONE: of its own source; or else what
 * [patch] or [replace] puts there. */
NodeId graph_map_own_source(const GraphBuild *g, const Dependency *d);
NodeId graph_map_by_name(const GraphBuild *g, const Dependency *d);
/* Did Cargo, asked what is beyond the lock, name a package that may be the record's? */
bool graph_cargo_has(const GraphBuild *g, NodeId from, const Dependency *d);
/* What stands in for a node (or for none) so called: by [replace], or by `paths`. */
NodeId graph_replaced(const GraphBuild *g, NodeId node, Str name);
/* The nodes called `name`: *from up to the result. */
NodeId graph_named(const GraphBuild *g, Str name, NodeId *from);

/* load.c */
/* Takes over the manifest of a node. False: it is another package's (reported). */
bool graph_load(GraphBuild *g, NodeId node, const Manifest *m, Str folder);
/* Is there a package for this record, which is in use, and does the lock know of that? */
bool graph_check_record(GraphBuild *g, NodeId node, uint32_t index);

/* named.c: finds the nodes that GraphRequest.named may mean. Must all ways to them be followed? */
bool graph_find_meant(GraphBuild *g);

/* unmapped.c: says why the record maps to nothing. */
void graph_unmapped(GraphBuild *g, NodeId from, const Dependency *d);

/* problems.c */
void graph_problem(GraphBuild *g, Problem p);
/* The same, for what Cargo is to be asked about (LockTrust). */
void graph_doubt(GraphBuild *g, Problem p);
/* That the lock is stale because of a node: `before`, its name and version, `after`. */
Problem graph_stale_node(const GraphBuild *g, NodeId node, const char *before, const char *after);
void graph_missing_feature(GraphBuild *g, NodeId node, const WantedFeature *r);
/* What the problems come to; reported, as GraphResult says. */
GraphResult graph_report(GraphBuild *g);

/* lock_check.c: does the lock fit the members' manifests? That is known before anything has to be
 * there. */
GraphResult graph_check_lock(GraphBuild *g);

/* check.c: what can only be said when all manifests that are needed were read. */
GraphResult graph_check(GraphBuild *g);

const PackageGraph *graph_finish(const GraphBuild *g); /* finish.c */

/* Must the lock be what cargo would write? Not once cargo has looked, and left it as it is. */
static inline bool graph_is_exact(const GraphBuild *g)
{
	return g->want->locked || g->want->trust != LOCK_TAKEN;
}

/* May records of `from` lead to what the lock does not have? It was made without the features that
 * are asked of dependencies, and without `paths`. What members say of their own is in every lock.
 */
static inline bool graph_may_leave_lock(const GraphBuild *g, NodeId from)
{
	return graph_is_override(g, from) || (g->asks_of_deps && !g->nodes[from].member);
}

#endif
