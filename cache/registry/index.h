/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index.h - what a registry says about its crates: its configuration and the versions of a crate.
 *
 * Sparse protocol (cargo-rules 9.3), or a git repository (index_git.h). Answers are kept in the
 * store, in Cargo's own format, and asked for again only if they have changed; Cargo's copies in
 * CARGO_HOME serve as well. Offline, the copies are all there is.
 */
#ifndef L4CARGO_CACHE_REGISTRY_INDEX_H
#define L4CARGO_CACHE_REGISTRY_INDEX_H

#include "base/core/buf.h"
#include "cache/registry/index_types.h"

/* The request gets the token that its registry wants, if it wants one. False after an error. */
bool index_authorize(const Index *x, const Registry *r, FetchRequest *request);

/* Makes `r` configured: from a copy that is not too old, else from the registry. */
bool index_configure(const Index *x, Registry *r, Arena *a);

/* All versions of a crate; INDEX_ANY_COPY asks the registry only when there is no copy. */
IndexAnswer index_versions(const Index *x, const IndexQuery *query, Arena *a, IndexVersions *out);

/* The registry is asked without waiting, as one of many: `done` is called from fetch_run. */
typedef struct IndexAsk {
	const Index *index;
	IndexQuery query; /* the registry is configured */
	Arena *arena;     /* of the versions that are found */
	void *owner;
	void (*done)(void *owner, IndexAnswer answer, const IndexVersions *found);
	/* index.c's own: */
	const struct IndexCopy *copy;
	const char *path;
	Buf body; /* the caller frees it */
} IndexAsk;
bool index_ask(IndexAsk *ask); /* false after an error: `done` is not called */

/* Has our copy this version? One of CARGO_HOME is taken over. `checksum` is in `a`. */
bool index_has(const Index *x, const IndexQuery *query, Str version, Arena *a, Str *checksum);

#endif
