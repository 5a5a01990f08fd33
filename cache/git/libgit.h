/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * libgit.h - git repositories with libgit2: only the functions that the cache needs.
 *
 * libgit_load loads the library at the first use of a git source. Commits and objects are named by
 * 40 hex digits. `why` gets the reason of a failure, as libgit2 reports it. Nothing here checks the
 * content of a repository: tree.h does.
 */
#ifndef L4CARGO_CACHE_GIT_LIBGIT_H
#define L4CARGO_CACHE_GIT_LIBGIT_H

#include "base/core/buf.h"
#include "cache/net/network.h"

enum { GIT_ID_HEX = 40 };

typedef struct LibGit LibGit;

/* Returns NULL if libgit2 is not installed. Settings and environment must outlive the result. */
LibGit *libgit_load(const NetworkSettings *network, char *const *env, Buf *why);
void libgit_unload(LibGit **lib);

/* Reads a setting of git's user and system configuration. Returns false if it is not set. */
bool libgit_setting(const LibGit *lib, const char *key, Arena *a, Str *out);

typedef struct GitRepo GitRepo;

GitRepo *libgit_open(LibGit *lib, const char *path);             /* NULL: missing or broken */
GitRepo *libgit_create(LibGit *lib, const char *path, Buf *why); /* bare */
void libgit_close(GitRepo **r);
#define scoped_repo with_cleanup(libgit_close) GitRepo

bool libgit_has_commit(const GitRepo *r, const char *commit);
/* Finds the commit whose id begins with these digits. Returns false if there is none, or
 * several. */
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
	bool tags;    /* also fetch all tags */
	bool own_ssh; /* git's configuration names an ssh command: the program git keeps it */
	Str proxy;    /* for the program git, instead of its own setting; empty: none */
	void *ctx;
	void (*progress)(void *ctx, const GitProgress *now); /* may be NULL */
} GitFetch;

typedef enum GitFetched {
	GIT_FETCHED,
	GIT_FETCH_FAILED,
	GIT_FETCH_UNLUCKY, /* another try may succeed */
	GIT_FETCH_DENIED   /* no key or password was accepted */
} GitFetched;

GitFetched libgit_fetch(const GitRepo *r, const GitFetch *what, Buf *why);

/* --- contents --- */

typedef struct GitRef {
	Str name;
	Str id;
} GitRef;

typedef struct GitRefs {
	GitRef *items;
	size_t count;
} GitRefs;

/* Lists all direct references, sorted by name. */
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
	const char *id; /* of the object; for a submodule, of its commit */
} GitEntry;

/* Lists a folder: `id` names a tree, or a commit for its top folder. Returns false if it is
 * missing. */
bool libgit_list(const GitRepo *r, const char *id, Arena *a, GitEntry **out, size_t *count);

/* Return the size of a file in bytes, and its content. Return false if it is missing. */
bool libgit_size(const GitRepo *r, const char *id, uint64_t *out);
bool libgit_read(const GitRepo *r, const char *id, Arena *a, Str *out);

/* Finds the object at `path` in the commit that a reference or an id names. Returns false if there
 * is none. */
bool libgit_find(const GitRepo *r, const char *revision, const char *path, char id[GIT_ID_HEX + 1]);

/* Makes a repository at `into` with the files of a commit, as Cargo does: a clone of the folder
 * `from` (with hard links if possible), without conversion of line ends. */
typedef struct GitCheckout {
	const char *from, *commit, *into;
} GitCheckout;
bool libgit_check_out(LibGit *lib, const GitCheckout *what, Buf *why);

#endif
