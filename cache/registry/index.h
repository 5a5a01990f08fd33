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

#include "cache/layers.h"
#include "cache/net/fetch.h"
#include "cache/registry/credentials.h"
#include "cache/registry/registry.h"
#include "resolver/terms/version.h"

typedef struct Index {
	Str folder; /* of the store */
	Layers layers;
	Str cargo_home; /* empty: none */
	bool offline;
	Fetcher *fetcher;
	struct GitStore *gits;    /* for indexes in git; NULL: these are refused */
	Credentials *credentials; /* NULL: registries that want a token cannot be asked */
	Diag *diag;
} Index;

/* The request gets the token that its registry wants, if it wants one. False after an error. */
bool index_authorize(const Index *x, const Registry *r, FetchRequest *request);

typedef struct IndexVersion {
	Version version;
	Str checksum; /* 64 hex digits */
	bool yanked;
	Str rust_version; /* empty: none is said */
	Str line;         /* the JSON it was read from */
} IndexVersion;

typedef struct IndexVersions {
	IndexVersion *items;
	size_t count;
} IndexVersions;

/* Makes `r` configured: from a copy that is not too old, else from the registry. */
bool index_configure(const Index *x, Registry *r, Arena *a);

typedef enum IndexFreshness { INDEX_ANY_COPY, INDEX_NEWEST } IndexFreshness;
typedef enum IndexAnswer { INDEX_FOUND, INDEX_NO_CRATE, INDEX_FAILED /* reported */ } IndexAnswer;

typedef struct IndexQuery {
	const Registry *registry;
	Str name; /* checked: crate_name_is_safe */
	IndexFreshness how;
} IndexQuery;

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

/* The versions in an index file; lines that are broken, of other crates or too new are skipped. */
void index_read(Str lines, Str name, Arena *a, IndexVersions *out);

#endif
