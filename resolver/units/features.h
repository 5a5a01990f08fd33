/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * features.h - resolves the features and optional dependencies of every package.
 *
 * This is Cargo's feature resolver, over the package graph. Under resolver 2 and 3 a package has
 * two sets of features: one for build scripts and proc macros that use it (FOR_HOST), and one for
 * all other users (FOR_NORMAL). Rules: cargo-rules 5.
 */
#ifndef L4CARGO_RESOLVER_UNITS_FEATURES_H
#define L4CARGO_RESOLVER_UNITS_FEATURES_H

#include "resolver/graph/graph.h"
#include "resolver/manifest/feature.h"

typedef enum FeaturesFor { FOR_NORMAL, FOR_HOST } FeaturesFor;

typedef struct FeatureRoot { /* a workspace member, and the features that are requested of it */
	PkgId pkg;
	const FeatureValue *values;
	size_t count;
	bool all, no_default; /* --all-features, --no-default-features */
} FeatureRoot;

typedef struct FeatureRequest {
	const FeatureRoot *roots;
	size_t root_count;
	bool dev; /* units that use dev-dependencies are built */
} FeatureRequest;

typedef struct Features Features;

const Features *features_resolve(Arena *a, const PackageGraph *graph, const FeatureRequest *want);

/* Makes the features of a graph that graph_append made: `first` has those of its own packages,
 * `rest` those of the appended ones. */
const Features *features_append(Arena *a, const Features *first, const Features *rest);

/* Returns whether the package was reached on that side. */
bool features_reached(const Features *f, PkgId pkg, FeaturesFor side);

/* Returns the features that are on, sorted bytewise. If both sides of a package have the same
 * features, their lists share one array. */
StrList features_of(const Features *f, PkgId pkg, FeaturesFor side);
bool features_has(const Features *f, PkgId pkg, FeaturesFor side, Str name);

/* Returns whether the optional dependency with that key is on. */
bool features_dep_active(const Features *f, PkgId pkg, FeaturesFor side, Str key);

/* Returns the package's feature table, or NULL if the package was not reached. */
const FeatureTable *features_table(const Features *f, PkgId pkg);

/* Returns whether the platform of `dep` matches units for `platform`, which is PLATFORM_HOST or an
 * index of Toolchain.targets. */
bool features_platform_active(const PackageGraph *graph, const Dependency *dep, int platform);

#endif
