/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rustc_deps.h - adds the arguments for a unit's dependencies and those that build scripts request.
 */
#ifndef L4CARGO_BRIDGE_UNIT_RUSTC_DEPS_H
#define L4CARGO_BRIDGE_UNIT_RUSTC_DEPS_H

#include "bridge/unit/rustc_parts.h"

/* Adds --extern and related arguments, and fills in pc.search. Adds the folders that proc macros
 * need to `library_path`. Returns false after an error. */
bool rustc_add_dependencies(Rustc *r, Buf *library_path);

void rustc_add_script(Rustc *r); /* all arguments after the dependencies */
void rustc_add_kind(Rustc *r, DirectiveKind kind, const char *option);
void rustc_add_link_args(Rustc *r);

#endif
