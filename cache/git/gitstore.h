/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * gitstore.h - git repositories at locked commits, as folders that are ready to build from.
 *
 *   git/db/ID                a bare repository for each URL; ID is Cargo's name for it
 *   git/db/ID.lock           locked while a process fetches the repository
 *   git/checkouts/ID/COMMIT  the files of a commit and of its submodules
 *
 * Both appear whole, by a rename. Any number of processes may use one store. A commit that is in
 * the store is never fetched again. A commit that is in a layer (layers.h) or in Cargo's own
 * CARGO_HOME/git is taken from there. The content of a repository is checked (tree.h) before it is
 * written.
 */
#ifndef L4CARGO_CACHE_GIT_GITSTORE_H
#define L4CARGO_CACHE_GIT_GITSTORE_H

#include "cache/git/tree.h"
#include "cache/layers.h"
#include "resolver/terms/source.h"

typedef struct GitEvents { /* all may be NULL; called by gitstore_* functions */
	void *ctx;
	/* Before a fetch; `what` is `repository`, `submodule` or `index`. */
	void (*updating)(void *ctx, const char *what, Str url);
	void (*progress)(void *ctx, Str url, const GitProgress *now); /* called often */
	void (*done)(void *ctx);
} GitEvents;

typedef struct GitOptions {
	Str folder;     /* the store's folder (store.h) */
	Str cargo_home; /* its repositories are used, never changed; empty: none */
	Layers layers;  /* used in the same way */
	bool offline;
	bool with_cli; /* net.git-fetch-with-cli */
	const NetworkSettings *network;
	const GitTreeLimits *limits; /* NULL: gittree_limits */
	char *const *env;
	GitEvents events;
} GitOptions; /* everything that it points to must outlive the store */

typedef struct GitStore GitStore;

/* Makes and loads nothing before it is needed. */
GitStore *gitstore_open(const GitOptions *options, Diag *diag);
void gitstore_close(GitStore **s); /* `*s` may be NULL */

/* Returns the folder with all checkouts of a store. */
Str gitstore_checkouts(Arena *a, Str store);

typedef struct GitWanted {
	const SourceId *source; /* must have a commit */
	Span at;                /* where the commit is locked, for messages */
} GitWanted;

/* Returns the folder of a checkout in `*folder`, which lives as long as the store. Returns false
 * after an error. */
bool gitstore_checkout(GitStore *s, const GitWanted *wanted, Str *folder);

/* Finds the commit that begins with `digits` in Cargo's copy of a repository. It lives as long as
 * the store. Returns false if Cargo has none, or several. */
bool gitstore_find_commit(GitStore *s, Str url, Str digits, Str *commit);

/* --- filling a CARGO_HOME --- */

typedef struct GitHome {
	Str folder;               /* the CARGO_HOME; the caller holds its lock */
	Str temp;                 /* a folder in it, for unfinished work */
	int folder_top, temp_top; /* both folders, open */
} GitHome;

/* Brings the commit, and those of its submodules, so that Cargo finds them without a network.
 * Returns false after an error. */
bool gitstore_fill(GitStore *s, const GitWanted *wanted, const GitHome *home);

/* --- indexes of registries --- */

typedef struct GitIndex {
	Str url, id; /* `id` is Cargo's name for its folders */
	bool update; /* always fetch; otherwise only if there is no copy */
} GitIndex;

typedef enum GitIndexAnswer { GIT_INDEX_FOUND, GIT_INDEX_NO_FILE, GIT_INDEX_FAILED } GitIndexAnswer;

/* Reads a file of the index from the default branch. */
GitIndexAnswer gitstore_index_file(GitStore *s, const GitIndex *index, Str path, Arena *a,
                                   Str *out);

/* Brings Cargo's own repository of the index into a CARGO_HOME. Returns false after an error. */
bool gitstore_fill_index(GitStore *s, const GitIndex *index, const GitHome *home);

#endif
