/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * discover.h - targets that a package's files imply: src/lib.rs, src/bin/x.rs, tests/y/main.rs ...
 *
 * Rules: Cargo's targets.rs; cargo-rules 1.4. Paths are relative to the
 * package's folder.
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

/* What the folder `below` offers: `x.rs`, and `y/main.rs` of folders. No such folder: nothing. */
void discover_folder(Arena *a, Str package, Str below, DiscoveredList *out);

/* Is there something of this name in the package's folder? */
bool discover_exists(Arena *a, Str package, Str path);

#endif
