/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * environ.h - the environment that cargo gives to rustc and to build scripts.
 *
 * It is the process's own without what make and l4cargo added, then cargo's.
 * Rules: cargo-rules 7.4, 8.1.
 */
#ifndef L4CARGO_BRIDGE_UNIT_ENVIRON_H
#define L4CARGO_BRIDGE_UNIT_ENVIRON_H

#include "bridge/unit/job.h"

typedef struct Environ {
	Arena *arena;
	char **items; /* ends in NULL */
	size_t count, room;
	size_t inherited; /* the first ones: set before cargo's */
} Environ;

/* What rustc and scripts have in common: CARGO, CARGO_MANIFEST_*, CARGO_PKG_*, [env], jobserver. */
void environ_common(UnitJob *j, Environ *out);

/* Is it one that make or l4cargo adds to the environment of a recipe? No build gets it. */
bool environ_is_ours(Str name);
/* Does [env] of the configuration say `force = true`? */
bool environ_is_forced(const UnitJob *j, Str name);
/* The value in [env] of a name that goes in code (env_code); ptr NULL: it has none. */
Str environ_coded(UnitJob *j, Str code);

void environ_set(Environ *e, Str name, Str value);
void environ_remove(Environ *e, Str name);
Str environ_get(const Environ *e, Str name);

/* `first` (joined by colons, may be empty) in front of what LD_LIBRARY_PATH is. */
void environ_prepend_library_path(Environ *e, Str first);

#endif
