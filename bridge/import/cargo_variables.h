/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * cargo_variables.h - variables of the environment that decide how cargo compiles: RUSTFLAGS,
 * CARGO_PROFILE_* and the like.
 *
 * They are choices of an import, as options are. make compares those that it is given with them.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_CARGO_VARIABLES_H
#define L4CARGO_BRIDGE_IMPORT_CARGO_VARIABLES_H

#include "emitters/bid/inputs_file.h"

/* Adds one, as `NAME=value`, unless it is another variable or cannot stand in a line. */
void cargo_variables_add(Arena *a, BidVariables *v, Str text);

/* Finds those of the environment; sorted by name. */
BidVariables cargo_variables_of(Arena *a, char *const *env);

#endif
