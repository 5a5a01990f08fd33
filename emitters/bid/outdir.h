/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * outdir.h - the folder of an import on disk: only our files, only when they changed.
 *
 * A file without the generated mark is never overwritten or removed; an
 * unchanged file keeps its time stamp; generated files that are no longer
 * wanted go, and folders that are empty then. The folder may be a link of the
 * user's; below it none is followed, and no file's path leads out of it.
 */
#ifndef L4CARGO_EMITTERS_BID_OUTDIR_H
#define L4CARGO_EMITTERS_BID_OUTDIR_H

#include "emitters/bid/bid.h"

typedef struct OutDirChanges {
	size_t written, removed, unchanged;
	bool forgotten; /* results of make were removed, as `files` says */
} OutDirChanges;

/* Make `out` (absolute) hold exactly `files`. False after an error; a second run then completes it.
 */
bool outdir_write(Str out, const BidFiles *files, Diag *diag, OutDirChanges *changes);

typedef enum OutDirState {
	OUTDIR_MISSING, /* a file that would be made */
	OUTDIR_DIFFERS, /* one of ours that says something else */
	OUTDIR_FOREIGN, /* not one of ours, but in its place */
	OUTDIR_STALE,   /* one of ours that would go */
} OutDirState;

typedef struct OutDirDifference {
	Str path; /* below the folder */
	OutDirState state;
	const BidFile *wanted; /* NULL: OUTDIR_STALE */
} OutDirDifference;

typedef VEC(OutDirDifference) OutDirDifferences;

/* What outdir_write would change, sorted by path; nothing is. Lives in `a`. False after an error.
 */
bool outdir_compare(Arena *a, Str out, const BidFiles *files, Diag *diag,
                    OutDirDifferences *differences);

#endif
