/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * registry.h - the addresses and names of one registry. Uses no network.
 *
 * Rules: cargo-rules 9.3, 9.5. Names and versions come from the lock files of others: check them
 * with crate_name_is_safe and crate_version_is_safe before they become paths.
 */
#ifndef L4CARGO_CACHE_REGISTRY_REGISTRY_H
#define L4CARGO_CACHE_REGISTRY_REGISTRY_H

#include "base/json/json.h"
#include "base/messages/diag.h"
#include "resolver/terms/source.h"

typedef struct Registry {
	SourceId source;
	Str shown;    /* for messages: `crates.io` or the address */
	Str index;    /* address of the index, with a slash at the end */
	Str id;       /* Cargo's name for its folders */
	Str git_id;   /* the same for the former git index of crates.io; else empty */
	Str host;     /* `id` without the hash: a Cargo with another hash uses the same prefix */
	bool is_file; /* file:// */
	bool is_git;  /* the index is a git repository; `index` is then its URL, unchanged */
	/* From its config.json: */
	bool configured, wants_token;
	Str download; /* `dl` */
	/* From its answer to a request without a token: */
	Str login_url;        /* empty if absent */
	const Str *challenge; /* the headers, `name: value` */
	size_t challenge_count;
} Registry;

/* Returns false after an error: the address is not one of a registry. */
bool registry_init(Registry *r, const SourceId *source, Arena *a, Diag *diag);

/* Returns the path of a crate in the index: `ab/cd/abcd...`. */
Str registry_index_path(Arena *a, Str name);

/* Applies config.json. Copies its texts to `a`. Returns false after an error. */
bool registry_configure(Registry *r, const Source *config_json, Arena *a, Diag *diag);

typedef struct CrateName {
	Str name, version, checksum;
} CrateName;

Str registry_download_url(Arena *a, const Registry *r, const CrateName *crate);

/* Checks that a name and a version from a lock file can be parts of paths. Returns false after an
 * error. */
bool crate_check_name(Str name, Str version, Diag *diag);
bool crate_name_is_safe(Str name);
bool crate_version_is_safe(Str version);

#endif
