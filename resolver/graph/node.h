/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * node.h - what is known of each locked package while the graph is made.
 *
 * A node is a locked package, known by its index in the lock. It has the records of its manifest
 * ("dependencies"), each of which may lead to another node. All of this lives in the scratch arena
 * of a GraphBuild.
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
	NodeId raw, to; /* the package it maps to; the same after [replace] and `paths` */
	EdgeUse edge;   /* by which it was found */
	bool on;        /* not optional, or switched on by a feature */
	bool followed;  /* what it asks for has been asked for */
	/* The command line asks for features of it (`-F key/feature`). Its package must have them,
	 * whether or not it is built. */
	bool asked_for;
	uint32_t next; /* record with the same key, or NODE_NONE */
	uint32_t extra_sent;
	StrVec extra; /* features that `key/feature` asks for; the first `extra_sent` were sent */
} RecordState;

typedef struct GraphNode {
	/* From the lock, or of the path package that it is. */
	const LockPackage *lock;
	Str name;
	Version version; /* of the manifest, if it is a path package */
	const SourceId *source;
	Str folder;
	bool is_path, member;
	bool patched; /* some [patch] provides it */

	/* From its manifest, once that has arrived. */
	const Manifest *manifest; /* NULL until then */
	const FeatureTable *features;
	RecordState *records;
	FeatureOn *feature_on; /* per definition */

	/* What the walk found. */
	bool root;
	bool asked;          /* for its manifest */
	bool reached;        /* its records are to be followed */
	bool built;          /* reached over active records; others only matter for features */
	bool meant;          /* the command line may mean it (-p): all ways to it count */
	bool leads_to_build; /* to a package that is built or meant; see INACTIVE_FOLLOWED */
	NodeId mapped_by;    /* the last node with a record that maps here, plus one (load.c) */
	VEC(WantedFeature) requests; /* until the manifest arrives */
	VEC(Follow) waiting; /* inactive records to it: until it is built, or leads to a build */
} GraphNode;

/* Cargo: path packages of the lock that are not there any more are as good as not locked. */
static inline bool node_is_dead(const GraphNode *n)
{
	return n->is_path && !n->folder.len;
}

typedef struct PatchUse {
	const PatchEntry *entry;
	NodeId node; /* the package that it provides; NODE_NONE: unused */
} PatchUse;

typedef struct PatchTable { /* [patch] of the configuration and of the workspace (patches.c) */
	PatchUse *items;
	size_t count;
} PatchTable;

#endif
