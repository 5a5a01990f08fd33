/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * types.h - what the graph of packages is made of, and what is asked of it.
 *
 * Data only; made by graph_build (resolver/graph/graph.h), which says how.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_TYPES_H
#define L4CARGO_RESOLVER_GRAPH_TYPES_H

#include "resolver/graph/package_provider.h"
#include "resolver/toolchain/toolchain.h"
#include "resolver/workspace/workspace.h"

typedef uint32_t PkgId;

typedef struct Edge {
	PkgId to;
	/* Those of the package's manifest that map to `to`, in manifest order, as Cargo's version
	 * resolver has them: optional ones if some feature in use names them, of kind dev if the
	 * package is a root, inactive platforms too. */
	const Dependency **records;
	size_t record_count;
} Edge;

typedef struct Package {
	Str name;
	Version version;
	const SourceId *source;
	const Manifest *manifest;
	Str folder;        /* where its files are: absolute */
	Str checksum;      /* from the lock; empty if none */
	Span locked_at;    /* its entry there; of what the lock does not have: its name */
	bool member;       /* of the workspace */
	bool reached;      /* from the roots: other members are there, too */
	bool built;        /* over records that count for what is asked */
	bool macro;        /* its library is a proc-macro */
	bool is_path;      /* path source */
	bool foreign;      /* not the user's own: nothing outside its folder is read for its sake */
	bool std;          /* of the standard library's workspace (graph_append) */
	const Edge *edges; /* sorted by package id order: name, version, source */
	size_t edge_count;
} Package;

typedef struct LockedPackage { /* of the lock file, whether or not it is used */
	Str name;
	const Version *version;      /* of a path package: its manifest's */
	const SourceId *source;      /* path packages have one, too */
	const SourceId *replacement; /* by [replace], if that was reached; else NULL */
} LockedPackage;

typedef struct PackageGraph {
	const Workspace *workspace;
	const Workspace *library; /* of the packages that are `std`; NULL: there are none */
	const Toolchain *toolchain;
	const LockedPackage *locked; /* all of the lock file */
	size_t locked_count;
	Package *packages; /* sorted by (name, version, source): Cargo's order of package ids */
	size_t count;
} PackageGraph;

/* A member that is to be built, and the features that are asked of it. */
typedef struct GraphRoot {
	const Manifest *member; /* one of the workspace's */
	StrList features;       /* `f` or `dep/f` */
	bool default_features, all_features;
} GraphRoot;

/* What only the registry's index can tell: see GRAPH_DOUBTFUL. */
typedef enum LockTrust {
	LOCK_UNASKED,
	LOCK_TAKEN,   /* Cargo takes the lock as it is */
	LOCK_REFUSED, /* Cargo would change it */
} LockTrust;

typedef struct GraphRequest {
	const Workspace *workspace;
	const Lockfile *lock;
	const Toolchain *toolchain;
	const PackageProvider *provider;
	LockTrust trust;
	const char *locked; /* why a lock that does not fit is an error; NULL: it is none */
	const char *locked_help;
	bool dev;        /* records of kind dev of the roots count */
	bool dev_spared; /* those of members may lead to what is not locked */
	bool outsiders;  /* packages from registries are wanted with all their targets */
	StrList named;   /* package ID specifications of what is to be built */
	bool listed;     /* nothing is built: what `named` means matters if it is built anyway */
	bool no_readmes; /* nobody asks for those that packages' manifests do not name */
	/* Where to start; none: at all members with all features. Packages that only other members
	 * or features need are then left out, and not downloaded. */
	const GraphRoot *roots;
	size_t root_count;
	const PatchEntry *config_patches; /* of configuration files (patch_config.h) */
	size_t config_patch_count;
	OverrideList overrides; /* `paths` in configuration (patch_config.h) */
} GraphRequest;

typedef enum GraphResult {
	GRAPH_OK,
	GRAPH_FAILED,   /* reported */
	GRAPH_OUTDATED, /* the lock does not fit the manifests: reported if `locked` */
	/* It says of published packages what their manifests do not: by the index, from which Cargo
	 * makes it, or by an editor. Not reported. */
	GRAPH_DOUBTFUL,
	GRAPH_NEEDS_MORE, /* it fits, but the request needs packages that no lock has. Not reported.
	                   */
} GraphResult;

#endif
