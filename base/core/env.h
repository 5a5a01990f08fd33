/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * env.h - the environment as an argument: a NULL-terminated array of "NAME=value".
 *
 * Passed down from main so that tests can bring their own.
 */
#ifndef L4CARGO_BASE_CORE_ENV_H
#define L4CARGO_BASE_CORE_ENV_H

#include "base/core/str.h"

/* The value of `name`, ending in NUL; ptr NULL if it is not set. `env` may be NULL. */
Str env_get(char *const *env, const char *name);

#endif
