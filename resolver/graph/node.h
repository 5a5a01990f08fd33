/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * node.h - what is known of each locked package while the graph is made.
 *
 * A node is a locked package, known by its index in the lock. All of this
 * lives in the scratch arena of a GraphBuild.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_NODE_H
#define L4CARGO_RESOLVER_GRAPH_NODE_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "resolver/lock/lockfile.h"
#include "resolver/manifest/feature.h"

typedef uint32_t NodeId;
#define NODE_NONE UINT32_MAX

typedef struct WantedFeature { /* of a feature, before its package's manifest is known */
	Str feature;
	bool if_defined; /* `default` */
	NodeId from;     /* whose record asks; NODE_NONE: nobody's */
	const Dependency *record;
} WantedFeature;

typedef enum FeatureOn {
	FEATURE_OFF,
	FEATURE_ON,
	FEATURE_OF_ROOT, /* by a root's own features: its dev-dependencies hear of it, too */
} FeatureOn;

typedef struct Follow { /* record `index` of the node */
	NodeId node;
	uint32_t index;
} Follow;

typedef enum EdgeUse {
	EDGE_NONE, /* the lock has none for the record */
	EDGE_FITS,
	EDGE_ODD, /* it leads to a package that the record does not allow */
} EdgeUse;

typedef struct RecordState {
	NodeId raw, to; /* the package it maps to; the same after [replace] */
	EdgeUse edge;   /* by which it was found */
	bool on;        /* not optional, or switched on by a feature */
	bool followed;
	bool named;    /* in a root's `key/feature`: the package must have that, built or not */
	uint32_t next; /* record with the same key, or NODE_NONE */
	uint32_t extra_sent;
	StrVec extra; /* features that `key/feature` asks for */
} RecordState;

typedef struct GraphNode {
	const LockPackage *lock;
	Str name;
	Version version; /* of the manifest, if it is a path package */
	const SourceId *source;
	Str folder;
	const Manifest *manifest; /* NULL until it has arrived */
	bool is_path, member, root;
	bool asked;
	bool reached; /* its records are to be followed */
	bool built;   /* reached over active records; others only matter for features */
	bool named;   /* the command line may mean it: all ways to it count */
	bool marked;  /* if weak: a built or named package can be reached from it */
	bool patched; /* some [patch] provides it */
	const FeatureTable *features;
	FeatureOn *feature_on; /* per definition */
	RecordState *records;
	VEC(WantedFeature) requests; /* until the manifest arrives */
	VEC(Follow) waiting;         /* if weak: inactive records to it, until it is marked */
} GraphNode;

/* Cargo: path packages of the lock that are not there any more are as good as not locked. */
static inline bool node_is_dead(const GraphNode *n)
{
	return n->is_path && !n->folder.len;
}

typedef struct Local { /* a path package, whether or not it is locked */
	const Manifest *manifest;
	bool member;
	NodeId node;
	uint32_t next; /* with the same name, or NODE_NONE */
} Local;

typedef struct BrokenLocal { /* a path package whose manifest cannot be read */
	Str folder;
	DiagSaid why;
	bool needed; /* some record was followed to it */
} BrokenLocal;

typedef struct PatchUse {
	const PatchEntry *entry;
	NodeId node; /* the package that it provides; NODE_NONE: unused */
} PatchUse;

typedef enum ProblemKind {                  /* in the order in which they matter */
	                   PROBLEM_PATH,    /* what a path dependency leads to */
	                   PROBLEM_STALE,   /* the lock does not fit the manifests */
	                   PROBLEM_DOUBT,   /* the lock may not fit */
	                   PROBLEM_BEYOND,  /* features lead to what no lock has */
	                   PROBLEM_FEATURE, /* a feature that is not there */
} ProblemKind;

typedef struct Problem { /* reported when the walk is over */
	ProblemKind kind;
	NodeId node;
	uint32_t record;
	Span at;
	Span note_at;
	Str text, note, help; /* the latter two may be empty */
} Problem;

#endif
