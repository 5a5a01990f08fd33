/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index.h - asks a registry for its configuration and for the versions of a crate.
 *
 * The index uses the sparse protocol (cargo-rules 9.3), or is a git repository (index_git.h).
 * Answers are kept in the store, in Cargo's own format, and are downloaded again only if they have
 * changed. Cargo's copies in CARGO_HOME and those of layers are used as well. With --offline only
 * copies are used.
 */
#ifndef L4CARGO_CACHE_REGISTRY_INDEX_H
#define L4CARGO_CACHE_REGISTRY_INDEX_H

#include "base/core/buf.h"
#include "cache/registry/index_types.h"

/* Adds the token to a request if the registry requires one. Returns false after an error. */
bool index_authorize(const Index *x, const Registry *r, FetchRequest *request);

/* Reads config.json of `r`: a recent copy (offline: any copy), or else the registry's. Returns
 * false after an error. */
bool index_configure(const Index *x, Registry *r, Arena *a);

/* Finds all versions of a crate. With INDEX_ANY_COPY it asks the registry only if there is no
 * copy. */
IndexAnswer index_versions(const Index *x, const IndexQuery *query, Arena *a, IndexVersions *out);

/* A question among many, without waiting: fetch_run calls `done`. If the index is a git repository,
 * index_ask waits for the answer and calls `done` itself. */
typedef struct IndexAsk {
	const Index *index;
	IndexQuery query; /* its registry must be configured */
	Arena *arena;     /* for the versions that are found */
	void *owner;
	void (*done)(void *owner, IndexAnswer answer, const IndexVersions *found);
	/* Private to index.c: */
	const struct IndexCopy *copy;
	const char *path;
	Buf body; /* the caller frees it after `done` */
} IndexAsk;
bool index_ask(IndexAsk *ask); /* false after an error; `done` is not called then */

/* Returns whether a copy of the index has this version. Keeps a copy of CARGO_HOME or a layer as
 * our own. Allocates `checksum` in `a`. */
bool index_has(const Index *x, const IndexQuery *query, Str version, Arena *a, Str *checksum);

#endif
