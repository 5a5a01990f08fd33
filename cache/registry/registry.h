/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * registry.h - addresses and names that belong to one registry: no network here.
 *
 * Rules: cargo-rules 9.3, 9.5. Names and versions come from lock files of
 * others: check them with crate_name_is_safe before they become paths.
 */
#ifndef L4CARGO_CACHE_REGISTRY_REGISTRY_H
#define L4CARGO_CACHE_REGISTRY_REGISTRY_H

#include "base/json/json.h"
#include "base/messages/diag.h"
#include "resolver/terms/source.h"

typedef struct Registry {
	SourceId source;
	Str shown;    /* in messages: `crates.io` or the address */
	Str index;    /* address of the index, with a slash at its end */
	Str id;       /* Cargo's name of its folders */
	Str git_id;   /* the same when crates.io's index was a git repository; else empty */
	Str host;     /* `id` without the hash: a Cargo with another hash begins with this, too */
	bool is_file; /* file:// */
	bool is_git;  /* the index is a git repository: `index` has no slash of its own */
	/* From its config.json: */
	bool configured, wants_token;
	Str download; /* `dl` */
	/* What it said when it was asked without a token: */
	Str login_url;        /* empty: nothing */
	const Str *challenge; /* headers of that answer: `name: value` */
	size_t challenge_count;
} Registry;

/* False after an error: it is no registry that we can ask. */
bool registry_init(Registry *r, const SourceId *source, Arena *a, Diag *diag);

/* `ab/cd/abcd...`: where the index has a crate. */
Str registry_index_path(Arena *a, Str name);

/* Takes over what config.json says; it must outlive `r` (texts are copied to `a`). */
bool registry_configure(Registry *r, const Source *config_json, Arena *a, Diag *diag);

typedef struct CrateName {
	Str name, version, checksum;
} CrateName;

Str registry_download_url(Arena *a, const Registry *r, const CrateName *crate);

/* Can name and version of a lock file become parts of paths? False after an error. */
bool crate_check_name(Str name, Str version, Diag *diag);
bool crate_name_is_safe(Str name);
bool crate_version_is_safe(Str version);

#endif
