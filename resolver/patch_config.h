/*
 * patch_config.h - [patch] of configuration files.
 *
 * As in a root manifest, but a relative path starts where its value was
 * written. What they name beats the manifest's entries (graph.h). Rules:
 * cargo-semantics 4.2.
 */
#ifndef L4CARGO_RESOLVER_PATCH_CONFIG_H
#define L4CARGO_RESOLVER_PATCH_CONFIG_H

#include "resolver/config.h"
#include "resolver/manifest.h"

typedef struct PatchList {
	const PatchEntry *items;
	size_t count;
} PatchList;

/* `reader` is the workspace's. False after an error. */
bool patch_config_read(const Config *config, const ManifestContext *reader, PatchList *out);

#endif
