/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * install_paths.h - where the parts of l4cargo are that are not in this program: l4cargo-unit and
 * the make side.
 *
 * They are found from the program's own path: installed (PREFIX/bin/l4cargo,
 * PREFIX/libexec/l4cargo, PREFIX/share/l4cargo), or as built in the source tree.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_INSTALL_PATHS_H
#define L4CARGO_BRIDGE_PROJECT_INSTALL_PATHS_H

#include "bridge/session.h"
#include "emitters/bid/bid.h"

typedef struct Tool {
	Str self;      /* this program */
	Str unit;      /* l4cargo-unit */
	Str make_side; /* folder that holds rust.mk and host/mk */
} Tool;

/* False after an error: a part is missing. */
bool tool_find(Session *s, Tool *out);

/* A folder below bridge/ of the sources, or share/l4cargo/ where it is installed. */
bool tool_find_data(Session *s, const char *name, Str *out);

/* Adds the make side for host imports as `bid/mk/...` to the files of an import. */
bool tool_add_make_side(Session *s, const Tool *tool, BidFiles *files);

/* Adds what `l4cargo setup` puts into an L4Re tree, below its folder there. */
bool tool_add_tree_side(Session *s, const Tool *tool, BidFiles *files);

/* Tell make where l4cargo-unit and the sources are: `<cache>/tool.mk`. */
bool tool_write_place(Session *s, const Tool *tool, Str cache);

#endif
