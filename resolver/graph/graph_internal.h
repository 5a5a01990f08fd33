/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * graph_internal.h - the data and functions that the files of the package graph share.
 *
 * graph_build (graph.c) shows the stages one after the other. Each stage has its own file and fills
 * in its part of one GraphBuild. Data that only the walk needs is in walk.c.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_GRAPH_INTERNAL_H
#define L4CARGO_RESOLVER_GRAPH_GRAPH_INTERNAL_H

#include "resolver/graph/locals.h"
#include "resolver/graph/patch_table.h"
#include "resolver/graph/problem.h"
#include "resolver/graph/types.h"

typedef struct GraphBuild {
	Arena *arena, *scratch; /* for the result; for data that graph_build frees at its end */
	Diag *diag;
	const GraphRequest *want;
	const Lockfile *lock;
	/* The command line requests features of dependencies (`-F dep/feature`). These may need
	 * packages that the lock does not have (graph_may_leave_lock). */
	bool asks_of_deps;
	GraphNode *nodes; /* those of lock->packages, then those that `paths` adds */
	size_t count;
	Map by_name;   /* from a name to the first locked node of that name; the rest follow it */
	Map overrides; /* from a name to the node that `paths` provides for it (override.c) */
	LocalTable locals;
	PatchTable patches;
	VEC(Problem) problems; /* problem.h */
} GraphBuild;

/* local.c: finds all path packages, and the locked package that each of them is. Returns false
 * after an error. */
bool graph_find_locals(GraphBuild *g);
/* Reports no error if the package is missing or broken: unmapped.c does, if it is needed. */
void graph_add_local(GraphBuild *g, Str folder);
const Local *graph_local(const GraphBuild *g, Str folder); /* NULL: no package there */
/* Returns the package in the folder if its manifest was read and is broken, else NULL. */
BrokenLocal *graph_broken(const GraphBuild *g, Str folder);

/* patches.c: graph_list_patches comes before the search for path packages, because patches may
 * lead to more of them. graph_prepare_patches then finds the nodes that the patches provide. */
void graph_list_patches(GraphBuild *g);
bool graph_prepare_patches(GraphBuild *g); /* false after an error */
/* Adds a problem for each patch that the lock lists as unused, but that is used or gone now. */
void graph_check_unused_patches(GraphBuild *g);
void graph_warn_of_patches(const GraphBuild *g); /* warns of unused patches */

/* override.c: moves the nodes, so no pointer to one may exist yet. Returns false after an error. */
bool graph_add_overrides(GraphBuild *g);
/* Returns whether `paths` added the node. Cargo makes a lock without `paths`, so such a node is not
 * in the lock. */
static inline bool graph_is_override(const GraphBuild *g, NodeId node)
{
	return node >= g->lock->count;
}

/* map.c */
/* Returns the node that record `d` of `from` means, before [replace] and `paths`, or NODE_NONE.
 * Sets `*edge` to the kind of the lock's edge that led to it. */
NodeId graph_map_record(const GraphBuild *g, NodeId from, const Dependency *d, EdgeUse *edge);
/* Returns the first locked node that fits the record, or NODE_NONE: one of the record's own source;
 * graph_map_by_name also accepts one that [patch] or [replace] provides. */
NodeId graph_map_own_source(const GraphBuild *g, const Dependency *d);
NodeId graph_map_by_name(const GraphBuild *g, const Dependency *d);
/* Returns whether an edge that Cargo added to the lock (resolver/lock/extend.h) may be for `d`. */
bool graph_cargo_has(const GraphBuild *g, NodeId from, const Dependency *d);
/* Returns the node that [replace] or `paths` puts in the place of `node`, else `node` itself.
 * `name` is the name of the wanted package, for `node` may be NODE_NONE. */
NodeId graph_replaced(const GraphBuild *g, NodeId node, Str name);
/* Finds the locked nodes called `name`: from `*from` up to, but without, the result. */
NodeId graph_named(const GraphBuild *g, Str name, NodeId *from);

/* load.c */
/* Gives a node its manifest. Reports an error and returns false if it is of another package. */
bool graph_load(GraphBuild *g, NodeId node, const Manifest *m, Str folder);
/* Checks a record that is in use: the lock must have a package and an edge for it. Adds a problem
 * if not. Returns whether the record can be followed. */
bool graph_check_record(GraphBuild *g, NodeId node, uint32_t index);

/* named.c: marks the nodes that `-p` may mean. Returns whether all ways to them count. */
bool graph_find_meant(GraphBuild *g);

/* unmapped.c: adds a problem that explains why the record maps to no node. */
void graph_unmapped(GraphBuild *g, NodeId from, const Dependency *d);

/* problems.c */
void graph_problem(GraphBuild *g, Problem p);
/* Adds a problem about which Cargo must be asked; adds none if Cargo took the lock (LockTrust). */
void graph_doubt(GraphBuild *g, Problem p);
/* Makes a problem with the text `before`, the node's name and version, `after`. */
Problem graph_stale_node(const GraphBuild *g, NodeId node, const char *before, const char *after);
void graph_missing_feature(GraphBuild *g, NodeId node, const WantedFeature *r);
/* Turns the problems into a result, and reports them where GraphResult says so. */
GraphResult graph_report(GraphBuild *g);

/* lock_check.c: checks the lock against the members' manifests, before anything is downloaded. */
GraphResult graph_check_lock(GraphBuild *g);

/* check.c: the checks that need all manifests. */
GraphResult graph_check(GraphBuild *g);

const PackageGraph *graph_finish(const GraphBuild *g); /* finish.c */

/* Returns whether the lock must be what Cargo would write. After Cargo accepted the lock, only a
 * request with `locked` needs this. */
static inline bool graph_is_exact(const GraphBuild *g)
{
	return g->want->locked || g->want->trust != LOCK_TAKEN;
}

/* Returns whether records of `from` may lead to packages that the lock does not have. Cargo makes a
 * lock without `paths` and without the features that the command line requests of dependencies. It
 * always locks the dependencies of members. */
static inline bool graph_may_leave_lock(const GraphBuild *g, NodeId from)
{
	return graph_is_override(g, from) || (g->asks_of_deps && !g->nodes[from].member);
}

#endif
