/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree.h - the folder that packages are vendored into.
 *
 * It is locked while l4cargo works on it. A package is made in a hidden folder
 * inside and then takes its place in one step. So an interruption leaves the old
 * package or the new one. The next run removes files that a killed run left in
 * the hidden folder. Links in the tree are never followed: they are replaced, or
 * refused.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_TREE_H
#define L4CARGO_BRIDGE_VENDOR_TREE_H

#include "base/core/buf.h"
#include "base/core/map.h"
#include "base/files/below.h"

#include <stdatomic.h>
#include <sys/types.h>

typedef struct VendorTree {
	Str folder; /* absolute; its real path once it exists */
	int root;   /* descriptor of the folder, which is locked */
	bool existed;
	atomic_bool no_clones; /* the file system cannot share blocks */
	atomic_bool no_links;  /* hard links to the store's files are not possible here */
	mode_t mask; /* our umask: files whose mode has one of these bits are not linked */
} VendorTree;

/* Opens and locks the folder; makes it if it is absent. Returns false after an error. The caller
 * must call vendor_tree_close in any case. */
bool vendor_tree_open(VendorTree *t, Arena *a, Diag *diag, Str folder);

/* Returns a temporary path in the hidden folder, relative to the tree. */
BelowPath vendor_tree_made(Arena *a, size_t number);
/* Replaces `name` with the finished `made`. Worker threads may call it. Writes the reason to *why
 * and returns false if it fails. */
bool vendor_tree_publish(const VendorTree *t, BelowPath made, BelowPath name, Buf *why);

typedef struct VendorRemoval {
	Str below;       /* a folder in the tree; empty: the tree itself */
	const Map *keep; /* names of entries to keep, relative to the tree */
	size_t removed;  /* the number of removed entries is added to it */
} VendorRemoval;

/* Removes all other entries except those that begin with a dot. Returns false after an error. */
bool vendor_tree_remove_others(const VendorTree *t, Arena *a, Diag *diag, VendorRemoval *r);

/* Removes the hidden folder and closes the tree. `remove`: also removes the tree's folder if it is
 * empty and vendor_tree_open made it. Returns false after an error. */
bool vendor_tree_close(VendorTree *t, Diag *diag, bool remove);

#endif
