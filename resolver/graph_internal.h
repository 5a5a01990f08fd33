/*
 * graph_internal.h - what the files that make the package graph share.
 *
 * A node is a locked package, known by its index in the lock. The walk asks
 * for features as Cargo's version resolver does (weak requests count, host and
 * target are one), thus reaches all that feature resolution can reach later.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_INTERNAL_H
#define L4CARGO_RESOLVER_GRAPH_INTERNAL_H

#include "base/map.h"
#include "base/vec.h"
#include "resolver/feature.h"
#include "resolver/graph.h"

typedef uint32_t NodeId;
#define NODE_NONE UINT32_MAX

typedef struct Request { /* of a feature, before its package's manifest is known */
	Str feature;
	bool if_defined; /* `default` */
	NodeId from;     /* whose record asks; NODE_NONE: nobody's */
	const Dependency *record;
} Request;

typedef struct Follow { /* record `index` of the node */
	NodeId node;
	uint32_t index;
} Follow;

typedef struct RecordState {
	NodeId raw, to; /* the package it maps to; the same after [replace] */
	bool by_edge;   /* the lock has that edge */
	bool on;        /* not optional, or switched on by a feature */
	bool followed;
	uint32_t next; /* record with the same key, or NODE_NONE */
	uint32_t extra_sent;
	VEC(Str) extra; /* features that `key/feature` asks for */
} RecordState;

typedef struct Node {
	const LockPackage *lock;
	Str name;
	Version version; /* of the manifest, if it is a path package */
	SourceId source;
	Str folder;
	const Manifest *manifest; /* NULL until it has arrived */
	bool is_path, member, root;
	bool asked;
	bool reached; /* its records are to be followed */
	bool built;   /* reached over active records; others only matter for features */
	bool marked;  /* resolver 1: a built package can be reached from it */
	bool patched; /* some [patch] provides it */
	const FeatureTable *features;
	bool *feature_on; /* per definition */
	RecordState *records;
	Map keys;              /* of records, to the first that has it */
	VEC(Request) requests; /* until the manifest arrives */
	VEC(Follow) waiting;   /* resolver 1: inactive records to it, until it is marked */
} Node;

typedef struct Local { /* a path package, whether or not it is locked */
	const Manifest *manifest;
	bool member;
	NodeId node;
	uint32_t next; /* with the same name, or NODE_NONE */
} Local;

typedef struct PatchUse {
	const PatchEntry *entry;
	NodeId node; /* the package that it provides; NODE_NONE: unused */
} PatchUse;

typedef enum ProblemKind {                  /* in the order in which they matter */
	                   PROBLEM_PATH,    /* what a path dependency leads to */
	                   PROBLEM_STALE,   /* the lock does not fit the manifests */
	                   PROBLEM_FEATURE, /* a feature that is not there */
} ProblemKind;

typedef struct Problem { /* reported when the walk is over */
	ProblemKind kind;
	NodeId node;
	uint32_t record;
	Span at;
	Str text, note, help; /* the latter two may be empty */
} Problem;

typedef enum StepKind { STEP_FOLLOW, STEP_FEATURE } StepKind;

typedef struct Step {
	StepKind kind;
	NodeId node;
	uint32_t index; /* of a record or a feature definition */
} Step;

typedef struct GraphBuild {
	Arena *arena, *scratch;
	Diag *diag;
	const GraphRequest *want;
	const Lockfile *lock;
	Node *nodes; /* of lock->packages */
	size_t count;
	Map by_name; /* to the first node so called: they are ascending */
	VEC(Local) locals;
	Map by_folder;     /* to locals; absent folders are there with NODE_NONE - 1 */
	Map local_by_name; /* to the first local so called */
	PatchUse *patches;
	size_t patch_count;
	bool weak; /* resolver 1: inactive records count for features */
	VEC(Step) steps;
	size_t outstanding;
	uint32_t **users; /* resolver 1: who depends on a node */
	uint32_t *user_counts;
	uint32_t *stamps; /* per node, of check_edges: which node's record led there last */
	VEC(Problem) problems;
} GraphBuild;

/* graph_local.c: finds all path packages and the locked packages that they are. */
bool graph_find_locals(GraphBuild *g);
const Local *graph_local(const GraphBuild *g, Str folder); /* NULL: no package there */

/* graph_map.c */
bool graph_prepare_patches(GraphBuild *g);
/* The locked package of record `d` of `from`; `*by_edge` (may be NULL): the lock has that edge. */
NodeId graph_map_record(const GraphBuild *g, NodeId from, const Dependency *d, bool *by_edge);
/* Says why the record maps to nothing. */
void graph_unmapped(GraphBuild *g, NodeId from, const Dependency *d);
NodeId graph_replaced(const GraphBuild *g, NodeId node);

/* graph_load.c */
/* Takes over the manifest of a node. False: it is another package's (reported). */
bool graph_load(GraphBuild *g, NodeId node, const Manifest *m);
/* Waits for one manifest that was asked for, and loads it. */
bool graph_take_next(GraphBuild *g);
/* Is there a package for this record, which is in use, and does the lock know of that? */
bool graph_check_record(GraphBuild *g, NodeId node, uint32_t index);

/* graph_walk.c */
bool graph_start(GraphBuild *g);
void graph_arrived(GraphBuild *g, NodeId node);
bool graph_walk(GraphBuild *g);

/* graph_check.c */
void graph_problem(GraphBuild *g, Problem p);
void graph_missing_feature(GraphBuild *g, NodeId node, const Request *r);
GraphResult graph_check(GraphBuild *g);

/* graph_finish.c */
const PackageGraph *graph_finish(const GraphBuild *g);

/* The nodes called `name`: *from up to the result. */
NodeId graph_named(const GraphBuild *g, Str name, NodeId *from);
bool graph_platform_counts(const GraphBuild *g, const Dependency *d);

#endif
