/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index_internal.h - functions that index.c (versions of crates) and index_config.c (config.json)
 * share.
 */
#ifndef L4CARGO_CACHE_REGISTRY_INDEX_INTERNAL_H
#define L4CARGO_CACHE_REGISTRY_INDEX_INTERNAL_H

#include "cache/registry/index_types.h"

/* Returns the path of a kept file of the index. `root` is the store, a layer, or `registry` in a
 * CARGO_HOME. */
const char *index_copy_path(Arena *a, Str root, const Registry *r, Str file);
Str index_cargo_registry(const Index *x, Arena *a);
/* Lists all roots: our own, then layers, then Cargo's. */
size_t index_roots(const Index *x, Arena *a, const Str **out);
/* Reads a copy at `path`, which is below root number `which`. Returns false if it is missing, or if
 * a layer's file is not trusted. */
bool index_read_copy(const Index *x, size_t which, const char *path, Arena *a, Str *out);

/* Keeps a copy if possible. Without one, the registry is merely asked again. */
void index_keep(const Index *x, const char *path, Str text);

/* Completes a request: prefixes its URL with the index's, and adds the token. Returns false after
 * an error. */
bool index_request(const Index *x, const Registry *r, FetchRequest *request, Arena *a);

/* Reports why the registry gave no answer about `what`, with help for the reason. Returns false. */
bool index_not_answered(const Index *x, const Registry *r, Str what, const FetchResult *result);

#endif
