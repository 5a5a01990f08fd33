/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index_types.h - an index, what it is asked, and what it answers.
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
	Str folder; /* of the store */
	Layers layers;
	Str cargo_home; /* empty: none */
	bool offline;
	Fetcher *fetcher;
	struct GitStore *gits;    /* for indexes in git; NULL: these are refused */
	Credentials *credentials; /* NULL: registries that want a token cannot be asked */
	Diag *diag;
} Index;

typedef enum IndexFreshness { INDEX_ANY_COPY, INDEX_NEWEST } IndexFreshness;
typedef enum IndexAnswer { INDEX_FOUND, INDEX_NO_CRATE, INDEX_FAILED /* reported */ } IndexAnswer;

typedef struct IndexQuery {
	const Registry *registry;
	Str name; /* checked: crate_name_is_safe */
	IndexFreshness how;
} IndexQuery;

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

#endif
