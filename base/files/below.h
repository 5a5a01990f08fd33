/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * below.h - access to files below an open folder. Nothing outside of that folder can be reached.
 *
 * A BelowPath is a path that is surely below its folder: it is relative and has no empty component,
 * no `.`, no `..` and no NUL. Only below_path and below_path_from make one. No link is followed,
 * neither on the way nor at the end, no matter who created it and when: the functions then fail
 * with ELOOP or ENOTDIR. They print no message: they return false or -1, with the reason in errno.
 */
#ifndef L4CARGO_BASE_FILES_BELOW_H
#define L4CARGO_BASE_FILES_BELOW_H

#include "base/files/fs.h"

typedef struct BelowPath {
	Str checked; /* followed by a NUL */
} BelowPath;

/* Returns false if `text` is not such a path. There is no other reason. */
bool below_path(Arena *a, Str text, BelowPath *out);
/* The same for the part of `path` that is below `folder`, which may end in a slash. Both must be
 * normalised. */
bool below_path_from(Arena *a, Str folder, Str path, BelowPath *out);

/* Like openat, for paths of any length. */
int below_open(int top, BelowPath path, int flags, mode_t mode);
int below_open_folder(int top, BelowPath path); /* for reading, or for access to its entries */
/* Opens the folder that contains the last component, and points *name to that component. The
 * descriptor cannot be used for reading. */
int below_open_parent(int top, BelowPath path, const char **name);

/* A link, and everything behind one, is FILE_OTHER. */
FileKind below_kind(int top, BelowPath path);
/* The first component of the path that exists but is not a folder: a link if `is_link`, or the file
 * itself. Empty if there is none. For messages. */
Str below_obstacle(int top, BelowPath path, bool *is_link);

/* Reads a regular file. Others are refused with EINVAL or EISDIR. */
bool below_read(int top, BelowPath path, Arena *a, Str *out);

bool below_make_folders(int top, BelowPath path);
bool below_make_parents(int top, BelowPath path);
/* The functions that follow need the folder that contains the last component. */
bool below_write(int top, BelowPath path, Str text, FsLasting how); /* in one step */
/* The same for the path of a folder that is not yet open: `top`, and `path` below it, both
 * absolute. Makes the folders that are missing. */
bool below_keep(Str top, Str path, Str text, FsLasting how);
bool below_write_new(int top, BelowPath path, Str text);
bool below_remove_file(int top, BelowPath path);
bool below_remove_folder(int top, BelowPath path); /* if it is empty */
bool below_remove_tree(int top, BelowPath path);   /* succeeds if it is absent */

/* Two places below the same or different folders. They must be in one file system. */
typedef struct BelowPlace {
	int top;
	BelowPath path;
} BelowPlace;
/* Replaces `to` in one step, even if it is an empty folder and `from` is a folder. */
bool below_rename(BelowPlace from, BelowPlace to);
bool below_exchange(BelowPlace one, BelowPlace two); /* EINVAL: the file system cannot do it */
/* Gives the file a second name. If that name exists, it is replaced in one step. */
bool below_link(BelowPlace from, BelowPlace to);

#endif
