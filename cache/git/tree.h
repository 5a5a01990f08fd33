/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree.h - may the files of a commit be written below a folder? And which submodules has it?
 *
 * libgit2 writes what a tree says. Trees are made by others, so everything is looked at first:
 * names that lead elsewhere or into `.git`, two entries of one name, what is neither file nor
 * folder nor link, more than fits. Links are written as they are; nothing is written through one.
 */
#ifndef L4CARGO_CACHE_GIT_TREE_H
#define L4CARGO_CACHE_GIT_TREE_H

#include "base/core/vec.h"
#include "cache/git/libgit.h"

typedef struct GitTreeLimits {
	uint64_t bytes; /* of all files */
	size_t entries;
	size_t path; /* bytes of the longest */
} GitTreeLimits;

extern const GitTreeLimits gittree_limits;

typedef struct GitSubmodule {
	Str path; /* below the top */
	const char *commit;
} GitSubmodule;

typedef struct GitTree {
	VEC(GitSubmodule) submodules;
	const char *modules; /* the file `.gitmodules`; NULL: there is none */
} GitTree;

typedef enum GitTreeState {
	GIT_TREE_SOUND,
	GIT_TREE_REFUSED, /* `why` says what is in it */
	GIT_TREE_BROKEN   /* an object is missing */
} GitTreeState;

typedef struct GitTreeCheck {
	const GitRepo *repo;
	const char *commit;
	const GitTreeLimits *limits;
} GitTreeCheck;

GitTreeState gittree_check(const GitTreeCheck *what, Arena *a, GitTree *out, Buf *why);

#endif
