/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * graph_internal.h - what the files that make the package graph share.
 *
 * The walk asks for features as Cargo's version resolver does (weak requests
 * count, host and target are one), thus reaches all that feature resolution
 * can reach later. Problems are gathered and reported when it is over.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_GRAPH_INTERNAL_H
#define L4CARGO_RESOLVER_GRAPH_GRAPH_INTERNAL_H

#include "resolver/graph/node.h"
#include "resolver/graph/types.h"

typedef enum StepKind { STEP_FOLLOW, STEP_FEATURE } StepKind;

typedef struct GraphStep {
	StepKind kind;
	NodeId node;
	uint32_t index; /* of a record or a feature definition */
} GraphStep;

typedef struct GraphBuild {
	Arena *arena, *scratch;
	Diag *diag;
	const GraphRequest *want;
	const Lockfile *lock;
	GraphNode *nodes; /* of lock->packages, and behind these what `paths` adds */
	size_t count;
	Map by_name; /* to the first node so called: they are ascending */
	VEC(Local) locals;
	VEC(BrokenLocal) broken;
	Map by_folder;     /* to locals; others that were looked at are there with NODE_NONE - 1 */
	Map local_by_name; /* to the first local so called */
	Map overrides;     /* name to node */
	PatchUse *patches;
	size_t patch_count;
	bool checking; /* the walk is graph_walk_rest's: nothing is asked of the provider */
	bool beyond;   /* features are asked for that the lock need not know of: of dependencies */
	bool weak;     /* inactive records are followed: resolver 1, or some node is named */
	bool lax;      /* they ask for features of what is built anyway (walk.c) */
	VEC(GraphStep) steps;
	size_t outstanding;           /* asked of the provider */
	struct GraphReading *reading; /* what came from it (read.h) */
	uint32_t **users;             /* if weak: who depends on a node */
	uint32_t *user_counts;
	uint32_t *stamps; /* per node, of check_edges: which node's record led there last */
	VEC(Problem) problems;
} GraphBuild;

/* local.c: finds all path packages and the locked packages that they are. */
bool graph_find_locals(GraphBuild *g);
/* What is not there, or is broken, may not be needed either: who follows a record to it complains.
 */
void graph_add_local(GraphBuild *g, Str folder);
const Local *graph_local(const GraphBuild *g, Str folder); /* NULL: no package there */
/* The package there, if its manifest was looked at and is broken; else NULL. */
BrokenLocal *graph_broken(const GraphBuild *g, Str folder);

/* map.c */
bool graph_prepare_patches(GraphBuild *g);
/* The locked package of record `d` of `from`; `*edge`: by which edge of the lock. */
NodeId graph_map_record(const GraphBuild *g, NodeId from, const Dependency *d, EdgeUse *edge);
/* The first locked package that fits the record, or NODE_NONE. */
NodeId graph_map_by_name(const GraphBuild *g, const Dependency *d);
/* Did Cargo, asked what is beyond the lock, name a package that may be the record's? */
bool graph_cargo_has(const GraphBuild *g, NodeId from, const Dependency *d);
/* Says why the record maps to nothing. */
void graph_unmapped(GraphBuild *g, NodeId from, const Dependency *d);
/* What stands in for a node (or for none) so called: by [replace], or by `paths`. */
NodeId graph_replaced(const GraphBuild *g, NodeId node, Str name);

/* override.c: adds nodes, so before anything points to one. */
bool graph_add_overrides(GraphBuild *g);

/* load.c */
/* Takes over the manifest of a node. False: it is another package's (reported). */
bool graph_load(GraphBuild *g, NodeId node, const Manifest *m, Str folder);
/* Takes from the provider, to be read, what is there; it may be waited for one. */
typedef enum Patience { WAIT_FOR_NONE, WAIT_FOR_ONE } Patience;
bool graph_receive(GraphBuild *g, Patience patience);
/* May features, or what stands in for a package, lead from here to what the lock has not? */
bool graph_is_beyond(const GraphBuild *g, NodeId from);
/* Is there a package for this record, which is in use, and does the lock know of that? */
bool graph_check_record(GraphBuild *g, NodeId node, uint32_t index);

/* named.c: finds the packages that GraphRequest.named may mean. */
void graph_find_named(GraphBuild *g);

/* walk.c */
bool graph_start(GraphBuild *g);
void graph_arrived(GraphBuild *g, NodeId node);
bool graph_walk(GraphBuild *g);
/*
 * Walks on to what Cargo resolves when it makes a lock (all members, features and platforms) as far
 * as manifests are at hand, for its checks. The graph must have been taken before.
 */
bool graph_walk_rest(GraphBuild *g);

/* check.c */
void graph_problem(GraphBuild *g, Problem p);
/* The same, for what Cargo is to be asked about (LockTrust). */
void graph_doubt(GraphBuild *g, Problem p);
void graph_missing_feature(GraphBuild *g, NodeId node, const WantedFeature *r);
/* Does the lock fit the members' manifests? That is known before anything has to be there. */
GraphResult graph_check_lock(GraphBuild *g);
GraphResult graph_check(GraphBuild *g);

const PackageGraph *graph_finish(const GraphBuild *g); /* finish.c */

/* Must the lock be what cargo would write? Not once cargo has looked, and left it as it is. */
static inline bool graph_is_exact(const GraphBuild *g)
{
	return g->want->locked || g->want->trust != LOCK_TAKEN;
}

/* The nodes called `name`: *from up to the result. */
NodeId graph_named(const GraphBuild *g, Str name, NodeId *from);
bool graph_platform_counts(const GraphBuild *g, const Dependency *d);

#endif
