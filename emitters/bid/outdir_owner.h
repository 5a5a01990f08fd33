/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * outdir_owner.h - decides whether an import may fill an existing folder.
 */
#ifndef L4CARGO_EMITTERS_BID_OUTDIR_OWNER_H
#define L4CARGO_EMITTERS_BID_OUTDIR_OWNER_H

#include "base/core/arena.h"

/* The file that an import writes beside its packages. */
#define OUTDIR_RECORD "l4cargo.record"

enum {
	OUTDIR_DEPTH = 3,  /* OUT/package/part/file */
	OUTDIR_RANDOM = 6, /* letters that make a temporary name unique */
};

/* Returns whether a file with this text has the generated mark near its beginning. */
bool outdir_has_mark(Str text);

/*
 * Returns whether `out` is a folder with other people's files, and not an import's. An import's
 * folder has its record or its Makefile; an interrupted import leaves only marked files.
 */
bool outdir_is_others(Str out);

/* The folder of an import above `out` whose record lists files in `out`. Empty if there is none, or
 * if `out` has a record of its own. */
Str outdir_whole(Arena *a, Str out);

#endif
