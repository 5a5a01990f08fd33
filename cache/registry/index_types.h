/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index_types.h - an index, the questions to it, and its answers.
 *
 * index.h asks; index_file.h and index_git.h find the answers.
 */
#ifndef L4CARGO_CACHE_REGISTRY_INDEX_TYPES_H
#define L4CARGO_CACHE_REGISTRY_INDEX_TYPES_H

#include "cache/layers.h"
#include "cache/net/fetch.h"
#include "cache/registry/credentials.h"
#include "cache/registry/registry.h"
#include "resolver/terms/version.h"

typedef struct Index {
	Str folder; /* the store's folder */
	Layers layers;
	Str cargo_home; /* empty: none */
	bool offline;
	Fetcher *fetcher;
	struct GitStore *gits;    /* for indexes in git; NULL: they are refused */
	Credentials *credentials; /* NULL: registries that require a token are refused */
	Diag *diag;
} Index;

typedef enum IndexFreshness { INDEX_ANY_COPY, INDEX_NEWEST } IndexFreshness;
typedef enum IndexAnswer {
	INDEX_FOUND,
	INDEX_NO_CRATE,
	INDEX_FAILED /* the error was reported */
} IndexAnswer;

typedef struct IndexQuery {
	const Registry *registry;
	Str name; /* must have passed crate_name_is_safe */
	IndexFreshness how;
} IndexQuery;

typedef struct IndexVersion {
	Version version;
	Str checksum; /* 64 hex digits */
	bool yanked;
	Str rust_version; /* empty if absent */
	Str line;         /* its JSON text */
} IndexVersion;

typedef struct IndexVersions {
	IndexVersion *items;
	size_t count;
} IndexVersions;

#endif
