/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * native_links.h - l4cargo.toml: BID's libraries that replace native libraries of crates.
 *
 *   [links]
 *   z = "libz"      # crates with `links = "z"`: REQUIRE_LIBS gets libz; their script does not run
 *
 * The nearest l4cargo.toml counts, from the project (or the working folder) upwards. It applies
 * only to units for L4Re; scripts of units for the build machine run as usual.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_NATIVE_LINKS_H
#define L4CARGO_BRIDGE_IMPORT_NATIVE_LINKS_H

#include "bridge/session.h"
#include "emitters/bid/bid.h"

typedef struct NativeLinks {
	NativeLink *items;
	size_t count;
	Str start;          /* the folder where the search for l4cargo.toml starts */
	const Span *places; /* the positions of the entries */
} NativeLinks;

/* Reads l4cargo.toml. Reports an error and returns false if the table is not valid, or if no
 * package of the tree provides a name. */
bool native_links_load(Session *s, Str start, Str tree, NativeLinks *out);

/* Adds to the configuration, as --config would, that these scripts do not run for `triple`. */
void native_links_configure(Session *s, const NativeLinks *links, Str triple);

/* Warns of entries that no crate uses. */
void native_links_check_use(Session *s, const NativeLinks *links, const PackageGraph *graph);

/* Returns whether a package below `tree`/pkg, but not in `except`, provides the pc name `name`, by
 * its Control file or an alias. */
bool l4tree_provides(Session *s, Str tree, Str name, Str except);

#endif
