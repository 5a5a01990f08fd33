/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree.h - is an import's folder in an L4Re tree, and what follows from that.
 *
 * In a tree packages go below pkg/, are for L4Re unless --target or the configuration say
 * otherwise, and use the make side that `l4cargo setup` has installed.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_TREE_H
#define L4CARGO_BRIDGE_IMPORT_TREE_H

#include "bridge/import/native_links.h"
#include "bridge/project/build_options.h"
#include "bridge/session.h"

/* The tree that `place` lies in, if it is set up. *tree is empty outside of trees. False after an
 * error: setup was not there. */
bool import_tree_find(Session *s, Str place, Str *tree);

/* May packages go to `out` in `tree`? *scope is what makes their pc names unique. False after an
 * error. */
bool import_tree_check(Session *s, Str tree, Str out, Str *scope);

/* No other package of the tree provides what the import does under names without its own. False
 * after an error. */
bool import_tree_check_names(Session *s, Str tree, Str out, const BidPlan *plan);

/* The folder for what is named `name`; `sources`: the project's own folder, which it must not be.
 */
Str import_tree_output(Arena *a, Str tree, Str name, Str sources);

/* Adds targets to `build` if nothing else says some: those of the tree's Rust libraries, or
 * amd64's; `links` are told to the configuration, which *config then is. False after an error. */
bool import_tree_target(Session *s, const NativeLinks *links, Str tree, const Config **config,
                        BuildOptions *build);

#endif
