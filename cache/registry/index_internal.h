/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index_internal.h - what index.c (versions of crates) and index_config.c (config.json) share.
 */
#ifndef L4CARGO_CACHE_REGISTRY_INDEX_INTERNAL_H
#define L4CARGO_CACHE_REGISTRY_INDEX_INTERNAL_H

#include "cache/registry/index_types.h"

/* A file of the index that Cargo or we keep; `root` is a CARGO_HOME's registry, or the store. */
const char *index_copy_path(Arena *a, Str root, const Registry *r, Str file);
Str index_cargo_registry(const Index *x, Arena *a);
/* All such places: our own first, then layers, then cargo's. */
size_t index_roots(const Index *x, Arena *a, const Str **out);
/* Reads a copy of the file at `path`, which is `root` number `which`, if that may be believed. */
bool index_read_copy(const Index *x, size_t which, const char *path, Arena *a, Str *out);

/* Keeps a copy, if that can be done: without one it is merely asked for again. */
void index_keep(const Index *x, const char *path, Str text);

/* A request for a file of the index becomes one for its address. False after an error. */
bool index_request(const Index *x, const Registry *r, FetchRequest *request, Arena *a);

/* Tells why the registry could not be asked for `what`; what to do depends on the reason. */
bool index_not_answered(const Index *x, const Registry *r, Str what, const FetchResult *result);

#endif
