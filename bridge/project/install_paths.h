/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * install_paths.h - finds the parts of l4cargo that are not in this program: l4cargo-unit and the
 * makefiles (the make side).
 *
 * Their paths are relative to the program's own path: either installed (PREFIX/bin/l4cargo,
 * PREFIX/libexec/l4cargo, PREFIX/share/l4cargo), or as built in the source tree.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_INSTALL_PATHS_H
#define L4CARGO_BRIDGE_PROJECT_INSTALL_PATHS_H

#include "bridge/session.h"
#include "emitters/bid/bid.h"

typedef struct Tool {
	Str self;      /* this program */
	Str unit;      /* l4cargo-unit */
	Str make_side; /* the folder with rust.mk and host/mk */
} Tool;

/* Reports an error and returns false if a part is missing. */
bool tool_find(Session *s, Tool *out);

/* Finds a folder of data: bridge/NAME of the sources, or share/l4cargo/NAME of an installation.
 * Reports an error and returns false if it is missing. */
bool tool_find_data(Session *s, const char *name, Str *out);

/* Adds the make side for imports outside of L4Re trees to the files of an import, as `bid/mk/...`.
 * Returns false after an error. */
bool tool_add_make_side(Session *s, const Tool *tool, BidFiles *files);

/* Adds the files that `l4cargo setup` installs in an L4Re tree; paths are relative to its folder
 * there. Returns false after an error. */
bool tool_add_tree_side(Session *s, const Tool *tool, BidFiles *files);

/* Writes `<cache>/tool.mk`, which tells make the path of l4cargo-unit. Only warns if the cache is
 * read-only. Returns false after an error. */
bool tool_write_place(Session *s, const Tool *tool, Str cache);

#endif
