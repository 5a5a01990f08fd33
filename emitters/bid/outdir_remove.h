/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * outdir_remove.h - an import's folder goes: its files, what make built of them, folders that are
 * empty then.
 *
 * A file without the generated mark stays, whoever lists it. Everything below the folder is reached
 * by its descriptor, and by no link. The record goes last, so that a removal which was stopped can
 * be run again.
 */
#ifndef L4CARGO_EMITTERS_BID_OUTDIR_REMOVE_H
#define L4CARGO_EMITTERS_BID_OUTDIR_REMOVE_H

#include "base/core/arena.h"
#include "base/core/vec.h"
#include "base/messages/diag.h"

typedef struct OutDirRemoval {
	Str out;          /* absolute */
	const Str *files; /* below it, as its record says */
	size_t file_count;
	const Str *folders; /* of packages, that go if they are empty; so do those of `files` */
	size_t folder_count;
	bool dry_run; /* nothing is touched */
} OutDirRemoval;

typedef struct OutDirRemoved { /* texts live in the arena */
	StrVec files;          /* that went, or would go */
	StrVec kept;           /* of those that were listed: they are not ours */
	bool objects;          /* something of make's went, too */
	bool folder_is_there;  /* other files are in it */
} OutDirRemoved;

/* False after an error. */
bool outdir_remove(const OutDirRemoval *what, Arena *a, Diag *diag, OutDirRemoved *out);

/* What an import left in a folder without a record, its texts in the arena. */
typedef struct OutDirLeft {
	StrVec files;   /* with the mark, or empty where a stopped import leaves such */
	StrVec folders; /* of packages */
} OutDirLeft;

/* What another import left below `out` is not part of it. */
bool outdir_find_left(Str out, Arena *a, OutDirLeft *left);

#endif
