/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * below.h - files below a folder that is open: nothing outside of it can be reached.
 *
 * A BelowPath is a path that lies plainly below some folder: it is relative, has no empty
 * component, no `.`, no `..` and no NUL. Only below_path makes one. No link is followed, neither on
 * the way nor at the end, whoever put it there, and when: errno is ELOOP or ENOTDIR then. The
 * functions say nothing: false or -1 leave the reason in errno.
 */
#ifndef L4CARGO_BASE_FILES_BELOW_H
#define L4CARGO_BASE_FILES_BELOW_H

#include "base/files/fs.h"

typedef struct BelowPath {
	Str checked; /* ends in NUL */
} BelowPath;

/* False: `text` may lead elsewhere. Nothing else is wrong with it. */
bool below_path(Arena *a, Str text, BelowPath *out);

/* As openat, with any length of path. */
int below_open(int top, BelowPath path, int flags, mode_t mode);
int below_open_folder(int top, BelowPath path); /* to read it, or for what is in it */
/* The folder that has the path's last part, which is in *name; not to be read. */
int below_open_parent(int top, BelowPath path, const char **name);

/* A link is FILE_OTHER, as is what lies behind one. */
FileKind below_kind(int top, BelowPath path);
/* The first part of the path that is there and no folder: a link if `is_link`, or the file itself.
 * Empty: there is none. For messages. */
Str below_obstacle(int top, BelowPath path, bool *is_link);

/* A regular file; others are refused with EINVAL or EISDIR. */
bool below_read(int top, BelowPath path, Arena *a, Str *out);

bool below_make_folders(int top, BelowPath path);
bool below_make_parents(int top, BelowPath path);
/* The folder that has the path's last part must be there for those that follow. */
bool below_write(int top, BelowPath path, Str text, FsLasting how); /* replaces it in one step */
/* The same with the path of what is open: `top`, and `path` below it, both absolute. What is
 * missing of them is made. */
bool below_keep(Str top, Str path, Str text, FsLasting how);
bool below_write_new(int top, BelowPath path, Str text);
bool below_remove_file(int top, BelowPath path);
bool below_remove_folder(int top, BelowPath path); /* if it is empty */
bool below_remove_tree(int top, BelowPath path);   /* absent is fine */

/* Two places, below the same folder or not, but in one file system. */
typedef struct BelowPlace {
	int top;
	BelowPath path;
} BelowPlace;
/* `to` is replaced in one step, also if it is an empty folder and `from` is one. */
bool below_rename(BelowPlace from, BelowPlace to);
bool below_exchange(BelowPlace one, BelowPlace two); /* EINVAL: this file system cannot */
/* The file gets another name. If that is there, it is replaced in one step. */
bool below_link(BelowPlace from, BelowPlace to);

#endif
