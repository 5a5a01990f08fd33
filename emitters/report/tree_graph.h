/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree_graph.h - the graph that `cargo tree` draws: packages, and optionally features as nodes of
 * their own.
 *
 * This is not the unit graph: a package has a node for each platform and set of features with which
 * it is used, including dev-dependencies of the roots. Rules: Cargo's ops/tree; the features come
 * from features_resolve. Everything lives in the arena.
 */
#ifndef L4CARGO_EMITTERS_REPORT_TREE_GRAPH_H
#define L4CARGO_EMITTERS_REPORT_TREE_GRAPH_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "resolver/config/replace_source.h"
#include "resolver/units/unit.h"

typedef uint32_t TreeNodeId;
enum { TREE_NO_NODE = UINT32_MAX };

typedef enum TreeEdgeKind { /* the first three are values of DepKind */
	                    TREE_NORMAL,
	                    TREE_BUILD,
	                    TREE_DEV,
	                    TREE_FEATURE,
	                    TREE_EDGE_KINDS,
} TreeEdgeKind;

typedef VEC(TreeNodeId) TreeNodes;

typedef struct TreeDepName { /* a package's name for another one: for `name/feature` */
	Str name;
	TreeNodeId node;
	bool optional;
} TreeDepName;

typedef struct TreeNode {
	PkgId pkg;
	bool is_feature;
	int platform;       /* for a package */
	StrList features;   /* for a package: its enabled features */
	TreeNodeId package; /* for a feature: its package */
	Str name;           /* for a feature */
	bool cli;           /* a feature that the command line names */
	TreeNodes edges[TREE_EDGE_KINDS];
	VEC(TreeDepName) dep_names; /* for a package */
	TreeNodeId next;            /* another node of the same package */
} TreeNode;

typedef struct TreeRequest {
	const PackageGraph *packages;
	const Features *features;
	const FeatureRoot *roots;
	size_t root_count;
	bool kinds[TREE_EDGE_KINDS]; /* the edges to follow; TREE_FEATURE: features are nodes */
	bool no_proc_macro;
	const Replacements *sources; /* for names of registries; may be NULL */
} TreeRequest;

typedef struct TreeGraph {
	Arena *arena;
	const TreeRequest *request;
	VEC(TreeNode) nodes;
	TreeNodeId *first; /* by PkgId: the first node of the package */
	Map feature_nodes; /* from package node and feature name to node */
} TreeGraph;

TreeGraph *tree_build(Arena *a, const TreeRequest *want);
/* The second step of tree_build with TREE_FEATURE: adds edges between features. */
void tree_add_features(TreeGraph *g);

/* Adds an edge unless it exists; for tree_add_features and the packages' own edges. */
void tree_add_edge(TreeGraph *g, TreeNodeId from, TreeNodeId to, TreeEdgeKind kind);
/* Returns the node of the feature, which has an edge to its package. *fresh (may be NULL) is set to
 * whether the node is new. */
TreeNodeId tree_feature(TreeGraph *g, TreeNodeId package, Str name, bool *fresh);

/* Order nodes as cargo shows them. */
int tree_compare(const TreeGraph *g, TreeNodeId a, TreeNodeId b);
void tree_sort(const TreeGraph *g, TreeNodes *nodes);

/* Returns all nodes of those packages, sorted. */
TreeNodes tree_nodes_of(const TreeGraph *g, PkgList packages);
/* Removes the edges of nodes that cannot be reached from `roots`. */
void tree_keep_reachable(TreeGraph *g, const TreeNodes *roots);
/* Returns the packages reachable from `roots` that are used in several versions or feature sets,
 * sorted. */
TreeNodes tree_duplicates(const TreeGraph *g, const TreeNodes *roots);
void tree_invert(TreeGraph *g);

#endif
