/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * node.h - the state of each locked package while the graph is made.
 *
 * A node is a locked package; its id is its index in the lock. It has the records (dependencies) of
 * its manifest, each of which may lead to another node. All of this lives in the scratch arena of a
 * GraphBuild.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_NODE_H
#define L4CARGO_RESOLVER_GRAPH_NODE_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "resolver/lock/lockfile.h"
#include "resolver/manifest/feature.h"

typedef uint32_t NodeId;
#define NODE_NONE UINT32_MAX

typedef struct WantedFeature { /* a request for a feature of a package */
	Str feature;
	bool if_defined; /* it is `default`, which a package need not define */
	NodeId from;     /* the node whose record requests it; NODE_NONE: the package is a root */
	const Dependency *record; /* that record, or NULL */
} WantedFeature;

typedef enum FeatureOn {
	FEATURE_OFF,
	FEATURE_ON,
	FEATURE_OF_ROOT, /* on by a root's own features, which also reach its dev-dependencies */
} FeatureOn;

typedef struct Follow { /* a record to follow: record `index` of the node */
	NodeId node;
	uint32_t index;
} Follow;

typedef enum EdgeUse {
	EDGE_NONE, /* the lock has no edge for the record */
	EDGE_FITS,
	EDGE_ODD, /* the edge leads to a package that the record does not allow */
} EdgeUse;

typedef struct RecordState {
	NodeId raw, to; /* the node that it maps to, before and after [replace] and `paths` */
	EdgeUse edge;   /* the lock's edge to `raw` */
	bool on;        /* not optional, or switched on by a feature */
	bool followed;  /* the features that it names were requested of its package */
	/* The command line requests features of its package (`-F key/feature`). The package must
	 * have them, whether or not it is built. */
	bool asked_for;
	uint32_t next; /* the next record with the same key, or NODE_NONE */
	uint32_t extra_sent;
	StrVec extra; /* features by `key/feature`; the first `extra_sent` were requested */
} RecordState;

typedef struct GraphNode {
	/* From the lock, or from its path package. */
	const LockPackage *lock;
	Str name;
	Version version; /* that of the manifest, if it is a path package */
	const SourceId *source;
	Str folder;
	bool is_path, member;
	bool patched; /* a [patch] provides it */

	/* From its manifest, once that has arrived. */
	const Manifest *manifest; /* NULL until then */
	const FeatureTable *features;
	RecordState *records;
	FeatureOn *feature_on; /* by index of the feature's definition in `features` */

	/* Found by the walk. */
	bool root;
	bool asked;       /* its manifest was requested */
	bool reached;     /* its records must be followed */
	bool built;       /* reached over active records; other nodes only matter for features */
	bool meant;       /* `-p` may mean it: all ways to it count */
	NodeId mapped_by; /* the last node with a record that maps here, plus one (load.c) */
	VEC(WantedFeature) requests; /* those that came before the manifest */
	VEC(Follow) waiting; /* inactive records to it, until it is built or leads to a build */
} GraphNode;

/* Returns whether it is a path package that does not exist any more. Cargo treats such a package as
 * if it were not in the lock. */
static inline bool node_is_dead(const GraphNode *n)
{
	return n->is_path && !n->folder.len;
}

#endif
