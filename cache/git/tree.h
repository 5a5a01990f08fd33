/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree.h - checks whether the files of a commit may be written below a folder, and lists its
 * submodules.
 *
 * libgit2 writes whatever a tree contains. Others make the trees, so everything is checked first. A
 * tree is refused for names that lead elsewhere or into `.git`, two entries of one name, entries
 * that are not files, folders, links or submodules, and sizes over the limits. Links are written as
 * they are; nothing is written through one.
 */
#ifndef L4CARGO_CACHE_GIT_TREE_H
#define L4CARGO_CACHE_GIT_TREE_H

#include "base/core/vec.h"
#include "cache/git/libgit.h"

typedef struct GitTreeLimits {
	uint64_t bytes; /* sum of all files */
	size_t entries;
	size_t path; /* bytes of the longest path */
} GitTreeLimits;

extern const GitTreeLimits gittree_limits;

typedef struct GitSubmodule {
	Str path; /* relative to the top folder */
	const char *commit;
} GitSubmodule;

typedef struct GitTree {
	VEC(GitSubmodule) submodules;
	const char *modules; /* object id of the file `.gitmodules`; NULL if there is none */
} GitTree;

typedef enum GitTreeState {
	GIT_TREE_SOUND,
	GIT_TREE_REFUSED, /* `why` is the reason */
	GIT_TREE_BROKEN   /* an object is missing */
} GitTreeState;

typedef struct GitTreeCheck {
	const GitRepo *repo;
	const char *commit;
	const GitTreeLimits *limits;
} GitTreeCheck;

GitTreeState gittree_check(const GitTreeCheck *what, Arena *a, GitTree *out, Buf *why);

#endif
