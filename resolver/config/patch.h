/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * patch.h - what configuration puts in the place of packages: [patch] and `paths`.
 *
 * [patch] is as in a root manifest and beats that; `paths` are folders with
 * packages that stand in for all of their name. Relative paths start where the
 * value was written. Both are for a GraphRequest. Rules: cargo-rules 4.2.
 */
#ifndef L4CARGO_RESOLVER_CONFIG_PATCH_H
#define L4CARGO_RESOLVER_CONFIG_PATCH_H

#include "resolver/config/config.h"
#include "resolver/manifest/manifest.h"

typedef struct PatchList {
	const PatchEntry *items;
	size_t count;
} PatchList;

/* `reader` is the workspace's. False after an error. */
bool patch_config_read(const Config *config, const ManifestContext *reader, PatchList *out);

/* CARGO_PATHS is not a thing. False after an error. */
bool patch_config_overrides(const Config *config, OverrideList *out);

#endif
