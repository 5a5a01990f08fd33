/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * gitstore_internal.h - the parts of the git store: database.c has the bare repositories,
 * gitstore.c makes checkouts of them.
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
	LibGit *lib;    /* NULL: not loaded yet */
	unsigned made;  /* count of the names that were used in our folder in tmp */
	StrVec updated; /* ids of the indexes that this run has already updated */
};

typedef struct GitRemote {
	Str url;          /* where it is fetched from */
	Str id;           /* the name of its folder */
	Str shown;        /* `url` without secrets, for messages */
	const char *what; /* `repository`, `submodule`, `index` */
	Span at;
} GitRemote;

GitRemote gitdb_remote(Arena *a, Str url, const char *what, Span at);

bool gitdb_load(GitStore *s); /* loads libgit2; false after an error */

/* Returns the repositories that have the commit: ours, then those of layers, then Cargo's. */
typedef VEC(const char *) GitPaths;
GitPaths gitdb_with(GitStore *s, const GitRemote *r, const char *commit);

/* Returns the repository in a layer; NULL if there is none that is trusted. */
const char *gitdb_in_layer(GitStore *s, size_t layer, const GitRemote *r);

/* Returns the path of our own repository, whether it exists or not. */
const char *gitdb_path(GitStore *s, const GitRemote *r);

typedef struct GitRevision {
	GitRefKind kind; /* the kind of the reference that was locked */
	Str ref;
	const char *commit; /* NULL: the commit that the reference names now */
} GitRevision;

/* Updates our own repository. `afresh`: it is broken, so make it again. Returns false after an
 * error. */
bool gitdb_fetch(GitStore *s, const GitRemote *r, const GitRevision *what, bool afresh);

/* Returns a new path in our folder in tmp; NULL after an error. */
const char *gitdb_temp(GitStore *s);

/* fill.c: makes a bare repository, and copies parts of another one, with hard links if possible.
 * All return false after an error. */
bool gitdb_create(GitStore *s, const char *path);
bool gitdb_take_packs(GitStore *s, const char *from, BelowPlace to);
bool gitdb_take_refs(GitStore *s, const char *from, BelowPlace to);

typedef struct GitCopy {
	const char *from;
	Str target;         /* relative to the CARGO_HOME */
	const char *commit; /* the commit that the copy must contain; NULL if unknown */
	bool whole;         /* also copy the references */
} GitCopy;
bool gitdb_copy(GitStore *s, const GitCopy *what, const GitHome *home);

#endif
