/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * discover.h - targets that the files of a package imply: src/lib.rs, src/bin/x.rs ...
 *
 * Rules: Cargo's targets.rs; cargo-rules 1.4. Paths are relative to the folder of the package.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_DISCOVER_H
#define L4CARGO_RESOLVER_MANIFEST_DISCOVER_H

#include "resolver/manifest/types.h"

typedef struct Discovered {
	Str name, path;
} Discovered;

typedef struct DiscoveredList {
	Discovered *items;
	size_t count, room;
} DiscoveredList;

/*
 * Adds the targets in the folder `below` of the package: `x.rs` and `y/main.rs`. Adds none if the
 * folder does not exist.
 */
void discover_folder(Arena *a, Str package, Str below, DiscoveredList *out);

/* Returns whether `path` exists in the folder of the package. */
bool discover_exists(Arena *a, Str package, Str path);

#endif
