/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * shape.h - which keys of a Cargo.toml Cargo knows, and in what order it writes them.
 *
 * Cargo reads a manifest into structs and writes those: keys that it does not
 * know go, maps are sorted, some values change their form. Rules:
 * cargo-util-schemas' manifest.rs.
 */
#ifndef L4CARGO_EMITTERS_VENDOR_SHAPE_H
#define L4CARGO_EMITTERS_VENDOR_SHAPE_H

#include "base/toml/toml.h"

typedef struct Shape Shape;

extern const Shape shape_badges, shape_features, shape_target, shape_detailed_dependency,
	shape_lints, shape_hints, shape_workspace, shape_profiles, shape_patches, shape_replace;

/* `v` in that shape; what is of another kind stays as it is. */
TomlValue shape_apply(Arena *a, const Shape *shape, const TomlValue *v);

/* A table's entries, sorted by key: as Cargo's maps are. */
const TomlEntry **shape_sorted(Arena *a, const TomlTable *t);

#endif
