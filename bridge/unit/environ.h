/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * environ.h - the environment that rustc and build scripts get.
 *
 * It is the environment of this process without the variables that make and
 * l4cargo added, and with those that cargo sets. Rules: cargo-rules 7.4, 8.1.
 */
#ifndef L4CARGO_BRIDGE_UNIT_ENVIRON_H
#define L4CARGO_BRIDGE_UNIT_ENVIRON_H

#include "bridge/unit/job.h"

typedef struct Environ {
	Arena *arena;
	char **items; /* NULL-terminated */
	size_t count, room;
} Environ;

/* Sets the variables that rustc and build scripts have in common: CARGO, CARGO_MANIFEST_*,
 * CARGO_PKG_*, [env], and those of the jobserver. */
void environ_common(UnitJob *j, Environ *out);

/* Returns whether make or l4cargo adds the variable to the environment of a recipe. Rustc and build
 * scripts do not get it. */
bool environ_is_ours(Str name);
/* Returns whether [env] of the configuration has `force = true` for the variable. */
bool environ_is_forced(const UnitJob *j, Str name);
/* Returns the value in [env] of the configuration; ptr NULL if it is not set there. */
Str environ_configured(UnitJob *j, Str name);

void environ_set(Environ *e, Str name, Str value);
void environ_remove(Environ *e, Str name);
Str environ_get(const Environ *e, Str name);

/* Puts `first`, a list with colons that may be empty, in front of the present LD_LIBRARY_PATH. */
void environ_prepend_library_path(Environ *e, Str first);

#endif
