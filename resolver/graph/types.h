/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * types.h - the graph of packages, and the request from which graph_build makes it.
 *
 * This file has only data; resolver/graph/graph.h says how the graph is made.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_TYPES_H
#define L4CARGO_RESOLVER_GRAPH_TYPES_H

#include "resolver/graph/package_provider.h"
#include "resolver/toolchain/toolchain.h"
#include "resolver/workspace/workspace.h"

typedef uint32_t PkgId;

typedef struct Edge {
	PkgId to;
	/* The dependencies in the package's manifest that map to `to`, in manifest order. These are
	 * the ones that Cargo's version resolver sees: optional ones if a feature in use names
	 * them, dev-dependencies if the package is a root, and those of inactive platforms. */
	const Dependency **records;
	size_t record_count;
} Edge;

typedef struct Package {
	Str name;
	Version version;
	const SourceId *source;
	const Manifest *manifest;
	Str folder;        /* the folder of its files; absolute */
	Str checksum;      /* from the lock; may be empty */
	Span locked_at;    /* its entry in the lock, or its name in the manifest if it has none */
	bool member;       /* of the workspace */
	bool reached;      /* from the roots; the graph also has members that are not reached */
	bool built;        /* reached over active records (GraphNode.built) */
	bool macro;        /* its library is a proc-macro */
	bool is_path;      /* it has a path source */
	bool foreign;      /* not the user's own: nothing outside of its folder is read for it */
	bool std;          /* of the standard library's workspace (graph_append) */
	const Edge *edges; /* sorted by `to` */
	size_t edge_count;
} Package;

typedef struct LockedPackage { /* a package of the lock, whether or not the graph has it */
	Str name;
	const Version *version;      /* that of the manifest, for a path package */
	const SourceId *source;      /* never NULL, also for a path package */
	const SourceId *replacement; /* of its replacement by [replace], if reached; else NULL */
} LockedPackage;

typedef struct PackageGraph {
	const Workspace *workspace;
	const Workspace *library; /* the workspace of the `std` packages; NULL: there are none */
	const Toolchain *toolchain;
	const LockedPackage *locked; /* all packages of the lock */
	size_t locked_count;
	Package *packages; /* sorted by (name, version, source): Cargo's order of package ids */
	size_t count;
} PackageGraph;

/* A member to build, and the features that are requested of it. */
typedef struct GraphRoot {
	const Manifest *member; /* of a member of the workspace */
	StrList features;       /* `f` or `dep/f` */
	bool default_features, all_features;
} GraphRoot;

/* Cargo's answer about a lock that only the registry's index can judge (GRAPH_DOUBTFUL). */
typedef enum LockTrust {
	LOCK_UNASKED, /* Cargo was not asked yet */
	LOCK_TAKEN,   /* Cargo accepts the lock as it is */
	LOCK_REFUSED, /* Cargo would change it */
} LockTrust;

typedef struct GraphRequest {
	const Workspace *workspace;
	const Lockfile *lock;
	const Toolchain *toolchain;
	const PackageProvider *provider;
	LockTrust trust;
	const char *locked;      /* why a lock that does not fit is an error; NULL: it is not one */
	const char *locked_help; /* the end of the help that such an error gives */
	bool dev;                /* dev-dependencies of the roots count */
	bool dev_spared;         /* dev-dependencies of members need not be locked */
	bool outsiders;  /* targets of packages from registries may be built, not only libraries */
	StrList named;   /* package ID specifications of `-p` */
	bool listed;     /* nothing is built: packages of `named` need not be reached for it */
	bool no_readmes; /* the readme files that manifests do not name need not be looked for */
	/* The members to start at. If there are none, the walk starts at all members with all
	 * features. Packages that no root needs are left out, and not downloaded. */
	const GraphRoot *roots;
	size_t root_count;
	const PatchEntry *config_patches; /* [patch] of configuration files (patch_config.h) */
	size_t config_patch_count;
	OverrideList overrides; /* `paths` of configuration files (patch_config.h) */
} GraphRequest;

typedef enum GraphResult {
	GRAPH_OK,
	GRAPH_FAILED,   /* an error was reported */
	GRAPH_OUTDATED, /* the lock does not fit the manifests; reported if `locked` is set */
	/* The lock differs from the manifests of published packages. Either the registry's index,
	 * from which Cargo makes locks, differs too, or the lock was edited. Not reported. */
	GRAPH_DOUBTFUL,
	/* The lock fits, but the request needs packages that no lock has. Not reported. */
	GRAPH_NEEDS_MORE,
} GraphResult;

#endif
