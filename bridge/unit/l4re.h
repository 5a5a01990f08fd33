/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * l4re.h - the special cases of an L4Re tree: the target's own sysroot, programs that BID links,
 * and libraries that packages of other imports and C programs use.
 */
#ifndef L4CARGO_BRIDGE_UNIT_L4RE_H
#define L4CARGO_BRIDGE_UNIT_L4RE_H

#include "bridge/unit/rustc_parts.h"

/* Adds the arguments for units of the target: where core, alloc and std are, and which linker to
 * use. */
void tree_add_arguments(Rustc *r);
/* Adds the dependency folder of a crate from another import, because the crate's own dependencies
 * are there. */
void tree_add_foreign_folder(Rustc *r, const Pc *dep);
void tree_set_environment(Rustc *r);

/* Publishes a finished library of the target: in the sysroot (RS_STD), among BID's libraries
 * (staticlib), and under its other names (RS_PROVIDES). Returns false after an error. */
bool tree_publish(Rustc *r);
/* Does that again if the .pc file of one of these names is missing. */
bool tree_repair(Rustc *r);

/* Acts as the linker that rustc starts (TREE_LINK_MARK is set): joins objects and crates to one
 * object file. Returns the exit status. */
#define TREE_LINK_MARK "L4CARGO_LINK"
int tree_link(int argc, char **argv);
/* Makes the linker's command, except for the script that defines rust_eh_personality. Returns false
 * after an error. */
bool tree_link_command(UnitJob *j, int argc, char **argv, ArgList *out);

#endif
