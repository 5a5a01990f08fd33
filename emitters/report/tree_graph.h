/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree_graph.h - packages, and features as nodes of their own, as `cargo tree` draws them.
 *
 * Not the units: a package is a node for each set of features and platform it
 * is used with, dev-dependencies of the roots included. Rules: Cargo's
 * ops/tree; features by features_resolve. Everything lives in the arena.
 */
#ifndef L4CARGO_EMITTERS_REPORT_TREE_GRAPH_H
#define L4CARGO_EMITTERS_REPORT_TREE_GRAPH_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "resolver/config/replace_source.h"
#include "resolver/units/unit.h"

typedef uint32_t TreeNodeId;
enum { TREE_NO_NODE = UINT32_MAX };

typedef enum TreeEdgeKind { /* the first three are a DepKind's */
	                    TREE_NORMAL,
	                    TREE_BUILD,
	                    TREE_DEV,
	                    TREE_FEATURE,
	                    TREE_EDGE_KINDS,
} TreeEdgeKind;

typedef VEC(TreeNodeId) TreeNodes;

typedef struct TreeDepName { /* what a package calls another: for `name/feature` */
	Str name;
	TreeNodeId node;
	bool optional;
} TreeDepName;

typedef struct TreeNode {
	PkgId pkg;
	bool is_feature;
	int platform;       /* of a package */
	StrList features;   /* of a package: those that are on */
	TreeNodeId package; /* of a feature: whose it is */
	Str name;           /* of a feature */
	bool cli;           /* a feature that the command line asks for */
	TreeNodes edges[TREE_EDGE_KINDS];
	VEC(TreeDepName) dep_names; /* of a package */
	TreeNodeId next;            /* another node of the same package */
} TreeNode;

typedef struct TreeRequest {
	const PackageGraph *packages;
	const Features *features;
	const FeatureRoot *roots;
	size_t root_count;
	bool kinds[TREE_EDGE_KINDS]; /* what is followed; TREE_FEATURE: features are nodes */
	bool no_proc_macro;
	const Replacements *sources; /* for the names of registries; may be NULL */
} TreeRequest;

typedef struct TreeGraph {
	Arena *arena;
	const TreeRequest *request;
	VEC(TreeNode) nodes;
	TreeNodeId *first; /* by PkgId: its first node */
	Map feature_nodes; /* package node and name to node */
} TreeGraph;

TreeGraph *tree_build(Arena *a, const TreeRequest *want);
/* The second half of tree_build, with TREE_FEATURE: edges between features. */
void tree_add_features(TreeGraph *g);

/* For tree_add_features and the packages' own edges. */
void tree_add_edge(TreeGraph *g, TreeNodeId from, TreeNodeId to, TreeEdgeKind kind);
/* The feature's node, which leads to its package; *fresh (may be NULL) says whether it is new. */
TreeNodeId tree_feature(TreeGraph *g, TreeNodeId package, Str name, bool *fresh);

/* In the order in which cargo shows them. */
int tree_compare(const TreeGraph *g, TreeNodeId a, TreeNodeId b);
void tree_sort(const TreeGraph *g, TreeNodes *nodes);

/* All nodes of those packages, sorted. */
TreeNodes tree_nodes_of(const TreeGraph *g, PkgList packages);
/* Without the edges of what cannot be reached from there. */
void tree_keep_reachable(TreeGraph *g, const TreeNodes *roots);
/* Packages reachable from there that are in use in several versions or feature sets; sorted. */
TreeNodes tree_duplicates(const TreeGraph *g, const TreeNodes *roots);
void tree_invert(TreeGraph *g);

#endif
