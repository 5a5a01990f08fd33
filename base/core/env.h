/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * env.h - the environment as an argument: a NULL-terminated array of "NAME=value".
 *
 * main passes it down, so that tests can provide their own.
 */
#ifndef L4CARGO_BASE_CORE_ENV_H
#define L4CARGO_BASE_CORE_ENV_H

#include "base/core/arena.h"
#include "base/core/str.h"

/* Return the value of `name`, followed by a NUL; ptr is NULL if the variable is not set. `env` may
 * be NULL. */
Str env_value(char *const *env, Str name);
Str env_get(char *const *env, const char *name);

/* Returns a copy of `s` as it is written in the names of variables: A to Z for a to z, and `_` for
 * `-`. */
Str env_upper(Arena *a, Str s);

/*
 * Encode the name of a variable, whatever bytes it has, as a name that make and shells pass on, and
 * decode it: an `x` and two hex digits for each byte. env_decode returns false if env_code cannot
 * have made `code`.
 */
Str env_code(Arena *a, Str name);
bool env_decode(Arena *a, Str code, Str *out);

#endif
