/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * gitstore_internal.h - the parts of the git store: gitdb.c has the bare repositories, gitstore.c
 * makes checkouts of them.
 */
#ifndef L4CARGO_CACHE_GIT_GITSTORE_INTERNAL_H
#define L4CARGO_CACHE_GIT_GITSTORE_INTERNAL_H

#include "cache/git/gitstore.h"
#include "cache/store_layout.h"

struct GitStore {
	GitOptions options;
	Arena arena;
	Diag *diag;
	StoreLayout place;
	LibGit *lib;    /* NULL: not needed yet */
	unsigned made;  /* names in our part of tmp */
	StrVec updated; /* ids of indexes that are as new as this run needs them */
};

typedef struct GitRemote {
	Str url;          /* that is fetched from */
	Str id;           /* of its folder */
	Str shown;        /* `url` without secrets */
	const char *what; /* `repository`, `submodule`, `index` */
	Span at;
} GitRemote;

GitRemote gitdb_remote(Arena *a, Str url, const char *what, Span at);

bool gitdb_load(GitStore *s); /* the library; false after an error */

/* The folders of repositories that have the commit: ours first, then those of layers, then
 * Cargo's. */
typedef VEC(const char *) GitPaths;
GitPaths gitdb_with(GitStore *s, const GitRemote *r, const char *commit);

/* A layer's repository; NULL: it has none that is to be trusted. */
const char *gitdb_in_layer(GitStore *s, size_t layer, const GitRemote *r);

/* Our own repository of a remote, if there is one or not. */
const char *gitdb_path(GitStore *s, const GitRemote *r);

typedef struct GitRevision {
	GitRefKind kind; /* of the reference that was locked */
	Str ref;
	const char *commit; /* NULL: whatever the reference is now */
} GitRevision;

/* Brings our own repository up to date; `afresh`: it is broken. False after an error. */
bool gitdb_fetch(GitStore *s, const GitRemote *r, const GitRevision *what, bool afresh);

/* A new name in our part of tmp; NULL after an error. */
const char *gitdb_temp(GitStore *s);

/* gitfill.c: parts of one repository for another, by hard links where that is possible. */
bool gitdb_create(GitStore *s, const char *path);
bool gitdb_take_packs(GitStore *s, const char *from, BelowPlace to);
bool gitdb_take_refs(GitStore *s, const char *from, BelowPlace to);

typedef struct GitCopy {
	const char *from;
	Str target;         /* below the CARGO_HOME */
	const char *commit; /* that is wanted */
	bool whole;         /* its references, too */
} GitCopy;
bool gitdb_copy(GitStore *s, const GitCopy *what, const GitHome *home);

#endif
