/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * outdir_remove.h - removes an import's folder: its files, what make built from them, and then
 * empty folders.
 *
 * A file without the generated mark stays, even if a record lists it. Everything below the folder
 * is accessed through its descriptor, and never through a link. The record is removed last, so that
 * an interrupted removal can be run again.
 */
#ifndef L4CARGO_EMITTERS_BID_OUTDIR_REMOVE_H
#define L4CARGO_EMITTERS_BID_OUTDIR_REMOVE_H

#include "base/core/arena.h"
#include "base/core/vec.h"
#include "base/messages/diag.h"

typedef struct OutDirRemoval {
	Str out;          /* absolute */
	const Str *files; /* below it, as listed in its record */
	size_t file_count;
	const Str *folders; /* of packages; removed if they are empty, like those of `files` */
	size_t folder_count;
	bool dry_run; /* removes nothing */
} OutDirRemoval;

typedef struct OutDirRemoved { /* texts live in the arena */
	StrVec files;          /* removed, or to be removed */
	StrVec kept;           /* listed, but not ours */
	bool objects;          /* something that make built was removed, too */
	bool folder_is_there;  /* because it has other files */
} OutDirRemoved;

/* Returns false after an error. */
bool outdir_remove(const OutDirRemoval *what, Arena *a, Diag *diag, OutDirRemoved *out);

/* The remains of an import in a folder without a record; the texts live in the arena. */
typedef struct OutDirLeft {
	StrVec files;   /* with the mark, or empty like those that an interrupted import leaves */
	StrVec folders; /* of packages */
} OutDirLeft;

/* Ignores the remains of another import below `out`. */
bool outdir_find_left(Str out, Arena *a, OutDirLeft *left);

#endif
