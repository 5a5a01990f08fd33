/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * place.h - where in a manifest something stands that a unit graph says.
 *
 * A position is missing (NO_SPAN) where the package is not one of the graph's.
 */
#ifndef L4CARGO_BRIDGE_VERIFY_PLACE_H
#define L4CARGO_BRIDGE_VERIFY_PLACE_H

#include "bridge/verify/facts.h"
#include "resolver/graph/graph.h"

typedef struct ManifestPlaces ManifestPlaces;

const ManifestPlaces *places_make(Arena *a, const PackageGraph *g);

/* Its key if it is written, else the nearest that is: the target, the profile, the name. */
Span place_of_fact(const ManifestPlaces *p, const UnitFacts *u, size_t fact);
/* In [features], or the optional dependency that implies it. */
Span place_of_feature(const ManifestPlaces *p, const UnitFacts *u, Str feature);
/* The first dependency whose crate is called so. */
Span place_of_dep(const ManifestPlaces *p, const UnitFacts *u, Str extern_name);

#endif
