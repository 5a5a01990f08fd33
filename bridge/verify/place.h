/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * place.h - finds positions in manifests for the facts of a unit graph.
 *
 * A position is missing (NO_SPAN) if the package graph does not contain the
 * package.
 */
#ifndef L4CARGO_BRIDGE_VERIFY_PLACE_H
#define L4CARGO_BRIDGE_VERIFY_PLACE_H

#include "bridge/verify/facts.h"
#include "resolver/graph/graph.h"

typedef struct ManifestPlaces ManifestPlaces;

const ManifestPlaces *places_make(Arena *a, const PackageGraph *g);

/* Returns the position of the fact's key. If no manifest sets it, returns the nearest position: the
 * profile, the target, or the package's name. */
Span place_of_fact(const ManifestPlaces *p, const UnitFacts *u, size_t fact);
/* Returns the position in [features], or that of the optional dependency that implies the feature,
 * or else the package's name. */
Span place_of_feature(const ManifestPlaces *p, const UnitFacts *u, Str feature);
/* Returns the position of the first dependency whose crate has this name, or else the package's
 * name. */
Span place_of_dep(const ManifestPlaces *p, const UnitFacts *u, Str extern_name);

#endif
