/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * outdir_owner.h - may an import fill a folder that is there already?
 */
#ifndef L4CARGO_EMITTERS_BID_OUTDIR_OWNER_H
#define L4CARGO_EMITTERS_BID_OUTDIR_OWNER_H

#include "base/core/arena.h"

/* The file that an import leaves beside its packages. */
#define OUTDIR_RECORD "l4cargo.record"

/* Has a file that says `text` the mark of what is generated, near its beginning? */
bool outdir_has_mark(Str text);

/*
 * Is `out` a folder with files of somebody else, and not an import's? An import's folder has the
 * record or the Makefile of one; what a stopped import left has nothing but marked files.
 */
bool outdir_is_others(Str out);

/* The folder of the import, above `out`, whose record lists files in `out`; empty: there is none,
 * or `out` has a record of its own. */
Str outdir_whole(Arena *a, Str out);

#endif
