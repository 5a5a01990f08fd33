/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * libgit.h - git repositories, by libgit2: what the cache of git sources needs of it, no more.
 *
 * The library is loaded by libgit_load, at the first use of a git source. Commits and objects are
 * named by 40 hex digits. Failures are texts in `why`, with libgit2's own reason. Nothing here
 * checks what a repository of others contains: gittree.h does.
 */
#ifndef L4CARGO_CACHE_GIT_LIBGIT_H
#define L4CARGO_CACHE_GIT_LIBGIT_H

#include "base/core/buf.h"
#include "cache/net/network.h"

enum { GIT_ID_HEX = 40 };

typedef struct LibGit LibGit;

/* NULL: it is not installed. Settings and environment must outlive it. */
LibGit *libgit_load(const NetworkSettings *network, char *const *env, Buf *why);
void libgit_unload(LibGit **lib);

/* What the user's and the machine's configuration of git says; false: nothing. */
bool libgit_setting(const LibGit *lib, const char *key, Arena *a, Str *out);

typedef struct GitRepo GitRepo;

GitRepo *libgit_open(LibGit *lib, const char *path); /* NULL: no repository there, or broken */
GitRepo *libgit_create(LibGit *lib, const char *path, Buf *why); /* bare */
void libgit_close(GitRepo **r);
#define scoped_repo with_cleanup(libgit_close) GitRepo

bool libgit_has_commit(const GitRepo *r, const char *commit);
/* The commit whose id begins with these digits; false: there is none, or more than one. */
bool libgit_commit(const GitRepo *r, const char *digits, char id[GIT_ID_HEX + 1]);

/* --- fetching --- */

typedef struct GitProgress {
	size_t done, total; /* objects */
	uint64_t bytes;
} GitProgress;

typedef struct GitFetch {
	const char *url;
	const char *const *refspecs;
	size_t refspec_count;
	bool tags;    /* all of them, too */
	bool own_ssh; /* the program git is configured to start one of the user's */
	Str proxy;    /* the program git uses it, whatever it is configured to */
	void *ctx;
	void (*progress)(void *ctx, const GitProgress *now); /* may be NULL */
} GitFetch;

typedef enum GitFetched {
	GIT_FETCHED,
	GIT_FETCH_FAILED,
	GIT_FETCH_UNLUCKY, /* worth another try */
	GIT_FETCH_DENIED   /* no key or password was good */
} GitFetched;

GitFetched libgit_fetch(const GitRepo *r, const GitFetch *what, Buf *why);

/* --- what is in a repository --- */

typedef struct GitRef {
	Str name;
	Str id;
} GitRef;

typedef struct GitRefs {
	GitRef *items;
	size_t count;
} GitRefs;

/* All that name an object themselves, sorted by name. */
bool libgit_refs(const GitRepo *r, Arena *a, GitRefs *out);

typedef enum GitEntryKind {
	GIT_ENTRY_FILE,
	GIT_ENTRY_LINK,
	GIT_ENTRY_FOLDER,
	GIT_ENTRY_SUBMODULE,
	GIT_ENTRY_OTHER
} GitEntryKind;

typedef struct GitEntry {
	GitEntryKind kind;
	Str name;
	const char *id; /* of a submodule: its commit */
} GitEntry;

/* The entries of one folder: of a commit (its top) or a tree. False: it is not there. */
bool libgit_list(const GitRepo *r, const char *id, Arena *a, GitEntry **out, size_t *count);

/* Bytes of a file; false: it is not there. */
bool libgit_size(const GitRepo *r, const char *id, uint64_t *out);
bool libgit_read(const GitRepo *r, const char *id, Arena *a, Str *out);

/* What `path` is in the commit that a reference or an id names; false: nothing. */
bool libgit_find(const GitRepo *r, const char *revision, const char *path, char id[GIT_ID_HEX + 1]);

/* A repository at `into` with the files of a commit, as Cargo makes it: cloned from the folder
 * `from` (by hard links where that is possible), line ends as they are. */
typedef struct GitCheckout {
	const char *from, *commit, *into;
} GitCheckout;
bool libgit_check_out(LibGit *lib, const GitCheckout *what, Buf *why);

#endif
