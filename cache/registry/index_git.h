/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index_git.h - answers the questions of index.h for a registry whose index is a git repository.
 *
 * Files are read from the repository (gitstore.h). It is fetched if there is no copy, or if the
 * newest state is needed. For index.c and index_config.c only.
 */
#ifndef L4CARGO_CACHE_REGISTRY_INDEX_GIT_H
#define L4CARGO_CACHE_REGISTRY_INDEX_GIT_H

#include "cache/registry/index_types.h"

/* Applies config.json to `r`. Returns false after an error. */
bool index_git_configure(const Index *x, Registry *r, Arena *a);

IndexAnswer index_git_versions(const Index *x, const IndexQuery *query, Arena *a,
                               IndexVersions *out);

#endif
