/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * features.h - which features and optional dependencies every package gets.
 *
 * Cargo's feature resolver over the package graph: what build scripts and
 * proc macros use is kept apart ("host") under resolver 2 and 3. Rules:
 * cargo-rules 5.
 */
#ifndef L4CARGO_RESOLVER_UNITS_FEATURES_H
#define L4CARGO_RESOLVER_UNITS_FEATURES_H

#include "resolver/graph/graph.h"
#include "resolver/manifest/feature.h"

typedef enum FeaturesFor { FOR_NORMAL, FOR_HOST } FeaturesFor;

typedef struct FeatureRoot { /* a workspace member and what is asked of it */
	PkgId pkg;
	const FeatureValue *values;
	size_t count;
	bool all, no_default;
} FeatureRoot;

typedef struct FeatureRequest {
	const FeatureRoot *roots;
	size_t root_count;
	bool dev; /* units that use dev-dependencies will be built */
} FeatureRequest;

typedef struct Features Features;

const Features *features_resolve(Arena *a, const PackageGraph *graph, const FeatureRequest *want);

/* Of graph_append's graph: `first` has the packages up to its own graph's count, `rest` those
 * behind.
 */
const Features *features_append(Arena *a, const Features *first, const Features *rest);

/* Was the package reached at all on that side? */
bool features_reached(const Features *f, PkgId pkg, FeaturesFor side);

/* Enabled features, sorted bytewise. Equal lists of both sides of a package share their array. */
StrList features_of(const Features *f, PkgId pkg, FeaturesFor side);
bool features_has(const Features *f, PkgId pkg, FeaturesFor side, Str name);

/* Is the optional dependency of that key switched on? */
bool features_dep_active(const Features *f, PkgId pkg, FeaturesFor side, Str key);

/* The package's own table; NULL if it was never reached. */
const FeatureTable *features_table(const Features *f, PkgId pkg);

/* Platform of `dep` holds for units of kind `platform` (PLATFORM_HOST or an index of
 * Toolchain.targets). */
bool features_platform_active(const PackageGraph *graph, const Dependency *dep, int platform);

#endif
