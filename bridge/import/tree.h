/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree.h - the rules for an import whose folder is in an L4Re tree.
 *
 * In a tree, packages go below pkg/, are for L4Re unless --target or the configuration says
 * otherwise, and use the makefiles that `l4cargo setup` has installed.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_TREE_H
#define L4CARGO_BRIDGE_IMPORT_TREE_H

#include "bridge/import/native_links.h"
#include "bridge/project/build_options.h"
#include "bridge/session.h"

/* Finds the tree that `place` is or lies in. *tree is empty outside of trees. Reports an error and
 * returns false if the tree is not set up, or by another version of l4cargo. */
bool import_tree_find(Session *s, Str place, Str *tree);

/* Checks that packages may go to `out` in `tree`. *scope makes their pc names unique. Returns false
 * after an error. */
bool import_tree_check(Session *s, Str tree, Str out, Str *scope);

/* Checks the further pc names of the import's libraries (BidUnit.provides), which the scope does
 * not make unique: no package outside of `out` may provide them. Reports an error for each that one
 * does, and returns false then. */
bool import_tree_check_names(Session *s, Str tree, Str out, const BidPlan *plan);

/* The folder for an import with this name; it differs from `sources`, the project's own folder. */
Str import_tree_output(Arena *a, Str tree, Str name, Str sources);

/* Adds targets to `build` if neither options nor configuration name any: those of the tree's Rust
 * libraries, or amd64's. Sets *config to the configuration with `links` added. Returns false after
 * an error. */
bool import_tree_target(Session *s, const NativeLinks *links, Str tree, const Config **config,
                        BuildOptions *build);

#endif
