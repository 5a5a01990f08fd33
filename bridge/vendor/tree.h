/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree.h - the folder that packages are vendored into.
 *
 * It is locked while we work on it. A package is made in a hidden folder
 * inside of it and takes its place in one step, so that an interruption leaves
 * the old one or the new one; what a run that was killed left in the hidden
 * folder goes with the next. Links in it lead nowhere: they are replaced, or refused.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_TREE_H
#define L4CARGO_BRIDGE_VENDOR_TREE_H

#include "base/core/buf.h"
#include "base/core/map.h"
#include "base/files/below.h"

#include <stdatomic.h>
#include <sys/types.h>

typedef struct VendorTree {
	Str folder; /* absolute, as the system knows it once it is there */
	int root;   /* it, locked */
	bool existed;
	atomic_bool no_clones; /* the file system shares no blocks */
	atomic_bool no_links;  /* none can be made here to files of the store */
	mode_t mask;           /* of ours for new files: what a link cannot have */
} VendorTree;

/* Makes the folder if it is absent. False after an error; vendor_tree_close in any case. */
bool vendor_tree_open(VendorTree *t, Arena *a, Diag *diag, Str folder);

/* Where something is made, seen from the tree: in the hidden folder. */
BelowPath vendor_tree_made(Arena *a, size_t number);
/* For worker threads: puts what was made in the place of `name`. */
bool vendor_tree_publish(const VendorTree *t, BelowPath made, BelowPath name, Buf *why);

typedef struct VendorRemoval {
	Str below;       /* a folder of the tree; empty: the tree itself */
	const Map *keep; /* names of what stays, seen from the tree */
	size_t removed;  /* is added to */
} VendorRemoval;

/* All else there goes, but for what begins with a dot. False after an error. */
bool vendor_tree_remove_others(const VendorTree *t, Arena *a, Diag *diag, VendorRemoval *r);

/* `remove`: and the folder too, if it is ours and empty. False after an error. */
bool vendor_tree_close(VendorTree *t, Diag *diag, bool remove);

#endif
