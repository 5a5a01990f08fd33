/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * env.h - the environment as an argument: a NULL-terminated array of "NAME=value".
 *
 * Passed down from main so that tests can bring their own.
 */
#ifndef L4CARGO_BASE_CORE_ENV_H
#define L4CARGO_BASE_CORE_ENV_H

#include "base/core/arena.h"
#include "base/core/str.h"

/* The value of `name`, ending in NUL; ptr NULL if it is not set. `env` may be NULL. */
Str env_get(char *const *env, const char *name);

/*
 * A variable's name, whatever bytes it has, as one that make and shells hand on, and back: `x` and
 * two hex digits for each byte. env_decode is false for what env_code does not make.
 */
Str env_code(Arena *a, Str name);
bool env_decode(Arena *a, Str code, Str *out);

#endif
