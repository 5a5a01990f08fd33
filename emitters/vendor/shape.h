/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * shape.h - the keys of a Cargo.toml that Cargo knows, in the order in which it writes them.
 *
 * Cargo reads a manifest into structs and writes those: it drops unknown keys, sorts maps, and
 * changes the form of some values. Rules: cargo-util-schemas' manifest.rs.
 */
#ifndef L4CARGO_EMITTERS_VENDOR_SHAPE_H
#define L4CARGO_EMITTERS_VENDOR_SHAPE_H

#include "base/toml/toml.h"

typedef struct Shape Shape;

extern const Shape shape_badges, shape_features, shape_target, shape_detailed_dependency,
	shape_lints, shape_hints, shape_workspace, shape_profiles, shape_patches, shape_replace;

/* Returns `v` in that shape. A value of an unexpected kind stays as it is. */
TomlValue shape_apply(Arena *a, const Shape *shape, const TomlValue *v);

#endif
