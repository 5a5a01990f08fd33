/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * native_links.h - l4cargo.toml: which of BID's libraries stand for what crates link natively.
 *
 *   [links]
 *   z = "libz"      # crates with `links = "z"`: REQUIRE_LIBS gets libz, their script is not run
 *
 * The nearest l4cargo.toml counts, from the project (or the working folder) upwards. It is for
 * units of L4Re alone; on the build machine scripts run as ever.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_NATIVE_LINKS_H
#define L4CARGO_BRIDGE_IMPORT_NATIVE_LINKS_H

#include "bridge/session.h"
#include "emitters/bid/bid.h"

typedef struct NativeLinks {
	NativeLink *items;
	size_t count;
	Str start;          /* the folder from which l4cargo.toml was looked for */
	const Span *places; /* of the entries */
} NativeLinks;

/* False after an error: a table that cannot be, a name that no package of the tree provides. */
bool native_links_load(Session *s, Str start, Str tree, NativeLinks *out);

/* Tells the configuration (as --config would) that these scripts are not run for `triple`. */
void native_links_configure(Session *s, const NativeLinks *links, Str triple);

/* Warns of entries that no crate asks for. */
void native_links_check_use(Session *s, const NativeLinks *links, const PackageGraph *graph);

/* Does a package below `tree`/pkg, but not in `except`, provide the pc name `name`? Its Control
 * says so, or an alias. */
bool l4tree_provides(Session *s, Str tree, Str name, Str except);

#endif
