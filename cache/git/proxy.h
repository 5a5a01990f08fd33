/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * proxy.h - the proxy that git is configured to use: Cargo takes it if it has none of its own.
 */
#ifndef L4CARGO_CACHE_GIT_PROXY_H
#define L4CARGO_CACHE_GIT_PROXY_H

#include "base/core/arena.h"
#include "cache/net/network.h"

/* The proxy of the settings, else git's `http.proxy`, ending in NUL; ptr NULL: neither. libgit2 is
 * loaded only if a configuration file of git's may have one. */
Str git_proxy(const NetworkSettings *settings, Arena *a);

#endif
