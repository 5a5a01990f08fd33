/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * patch.h - configuration that replaces packages: [patch] and `paths`.
 *
 * [patch] works as in a root manifest, and takes precedence over it. `paths` lists folders with
 * packages that replace all packages with the same name. Relative paths start at the folder of the
 * configuration. Both are for a GraphRequest. Rules: cargo-rules 4.2.
 */
#ifndef L4CARGO_RESOLVER_CONFIG_PATCH_H
#define L4CARGO_RESOLVER_CONFIG_PATCH_H

#include "resolver/config/config.h"
#include "resolver/manifest/manifest.h"

typedef struct PatchList {
	const PatchEntry *items;
	size_t count;
} PatchList;

/* `reader` is that of the workspace. Returns false after an error. */
bool patch_config_read(const Config *config, const ManifestContext *reader, PatchList *out);

/* Ignores the environment: Cargo has no CARGO_PATHS. Returns false after an error. */
bool patch_config_overrides(const Config *config, OverrideList *out);

#endif
