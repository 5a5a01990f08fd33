/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * command_line.h - fetching by the program `git` (net.git-fetch-with-cli): its keys, helpers and
 * proxies.
 */
#ifndef L4CARGO_CACHE_GIT_COMMAND_LINE_H
#define L4CARGO_CACHE_GIT_COMMAND_LINE_H

#include "cache/git/libgit.h"

/* As libgit_fetch, into the bare repository `path`. What git says goes to `why`. */
GitFetched gitcli_fetch(const char *path, const GitFetch *what, char *const *env, Buf *why);

#endif
