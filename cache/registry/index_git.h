/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index_git.h - a registry whose index is a git repository: the same questions, other answers.
 *
 * Files are read out of the repository (gitstore.h), which is fetched when there is none, or when
 * the newest is wanted. For index.c and index_config.c only.
 */
#ifndef L4CARGO_CACHE_REGISTRY_INDEX_GIT_H
#define L4CARGO_CACHE_REGISTRY_INDEX_GIT_H

#include "cache/registry/index_types.h"

/* Takes over config.json. False after an error. */
bool index_git_configure(const Index *x, Registry *r, Arena *a);

IndexAnswer index_git_versions(const Index *x, const IndexQuery *query, Arena *a,
                               IndexVersions *out);

#endif
