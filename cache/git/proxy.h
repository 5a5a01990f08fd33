/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * proxy.h - the proxy in git's configuration, which Cargo uses if it has no proxy of its own.
 */
#ifndef L4CARGO_CACHE_GIT_PROXY_H
#define L4CARGO_CACHE_GIT_PROXY_H

#include "base/core/arena.h"
#include "cache/net/network.h"

/* Returns the proxy of the settings, or else git's `http.proxy`, with a NUL at the end; ptr NULL if
 * neither is set. Loads libgit2 only if one of git's configuration files may set a proxy. */
Str git_proxy(const NetworkSettings *settings, Arena *a);

#endif
