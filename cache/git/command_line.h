/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * command_line.h - fetches with the program `git` (net.git-fetch-with-cli), which uses its own
 * keys, credential helpers and proxies.
 */
#ifndef L4CARGO_CACHE_GIT_COMMAND_LINE_H
#define L4CARGO_CACHE_GIT_COMMAND_LINE_H

#include "cache/git/libgit.h"

/* Like libgit_fetch, into the bare repository `path`. `why` gets the error output of git. */
GitFetched gitcli_fetch(const char *path, const GitFetch *what, char *const *env, Buf *why);

#endif
