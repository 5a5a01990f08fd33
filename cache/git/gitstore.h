/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * gitstore.h - git repositories at locked commits, as folders that are ready to build from.
 *
 *   git/db/ID                a bare repository for each address; ID is Cargo's name for it
 *   git/db/ID.lock           held while one is fetched
 *   git/checkouts/ID/COMMIT  a commit's files, with those of its submodules
 *
 * Both appear by a rename, whole; any number of processes may use one store. A commit that is
 * there is never asked for again; one that is in a layer (layers.h) or in Cargo's own
 * CARGO_HOME/git is taken from there. What a repository contains is checked (gittree.h) before it
 * is written.
 */
#ifndef L4CARGO_CACHE_GIT_GITSTORE_H
#define L4CARGO_CACHE_GIT_GITSTORE_H

#include "cache/git/tree.h"
#include "cache/layers.h"
#include "resolver/terms/source.h"

typedef struct GitEvents { /* all may be NULL; called from gitstore_* functions */
	void *ctx;
	/* A repository is about to be fetched; `what` is `repository`, `submodule` or `index`. */
	void (*updating)(void *ctx, const char *what, Str url);
	void (*progress)(void *ctx, Str url, const GitProgress *now); /* often */
	void (*done)(void *ctx);
} GitEvents;

typedef struct GitOptions {
	Str folder;     /* of the store (store.h) */
	Str cargo_home; /* whose repositories are used, never changed; empty: none */
	Layers layers;  /* the same */
	bool offline;
	bool with_cli; /* net.git-fetch-with-cli */
	const NetworkSettings *network;
	const GitTreeLimits *limits; /* NULL: gittree_limits */
	char *const *env;
	GitEvents events;
} GitOptions; /* what it points to must outlive the store */

typedef struct GitStore GitStore;

/* Nothing is made or loaded before it is needed. */
GitStore *gitstore_open(const GitOptions *options, Diag *diag);
void gitstore_close(GitStore **s); /* NULL is fine */

/* The folder with all checkouts of a store. */
Str gitstore_checkouts(Arena *a, Str store);

typedef struct GitWanted {
	const SourceId *source; /* with its commit */
	Span at;                /* for messages: where it is locked */
} GitWanted;

/* The folder of a checkout; lives as long as the store. False after an error. */
bool gitstore_checkout(GitStore *s, const GitWanted *wanted, Str *folder);

/* The commit in Cargo's copy of a repository that these first digits stand for; lives as long as
 * the store. False: Cargo has none, or several. */
bool gitstore_find_commit(GitStore *s, Str url, Str digits, Str *commit);

/* --- a CARGO_HOME that is filled --- */

typedef struct GitHome {
	Str folder;               /* the CARGO_HOME; its lock is ours */
	Str temp;                 /* a folder in it, for what is under way */
	int folder_top, temp_top; /* both, open */
} GitHome;

/* Cargo then finds the commit, and those of its submodules, without a network. */
bool gitstore_fill(GitStore *s, const GitWanted *wanted, const GitHome *home);

/* --- indexes of registries --- */

typedef struct GitIndex {
	Str url, id; /* `id`: Cargo's name of its folders */
	bool update; /* ask for what is new; else only if there is no copy at all */
} GitIndex;

typedef enum GitIndexAnswer { GIT_INDEX_FOUND, GIT_INDEX_NO_FILE, GIT_INDEX_FAILED } GitIndexAnswer;

/* A file of the index, as it is in its default branch. */
GitIndexAnswer gitstore_index_file(GitStore *s, const GitIndex *index, Str path, Arena *a,
                                   Str *out);

/* The same for a CARGO_HOME: Cargo's own repository of the index. */
bool gitstore_fill_index(GitStore *s, const GitIndex *index, const GitHome *home);

#endif
