/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * l4re.h - what is different in an L4Re tree: the target's own sysroot, programs that BID links,
 * libraries that packages of other imports and C programs see.
 */
#ifndef L4CARGO_BRIDGE_UNIT_L4RE_H
#define L4CARGO_BRIDGE_UNIT_L4RE_H

#include "bridge/unit/rustc_parts.h"

/* For units of the target: where core, alloc and std are, and who links. */
void tree_add_arguments(Rustc *r);
/* Another import's crate brings the folder of its own dependencies. */
void tree_add_foreign_folder(Rustc *r, const Pc *dep);
void tree_set_environment(Rustc *r);

/* A finished library of the target: into the sysroot (RS_STD), to BID's libraries (staticlib), and
 * under its further names (RS_PROVIDES). False after an error. */
bool tree_publish(Rustc *r);
/* The same, if a name of it is missing. */
bool tree_repair(Rustc *r);

/* The linker that rustc starts (TREE_LINK_MARK is set): joins objects and crates to one object.
 * Returns the exit status. */
#define TREE_LINK_MARK "L4CARGO_LINK"
int tree_link(int argc, char **argv);
/* Its command, but for what std's reader of tables is. False after an error. */
bool tree_link_command(UnitJob *j, int argc, char **argv, ArgList *out);

#endif
