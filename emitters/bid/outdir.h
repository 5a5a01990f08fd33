/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * outdir.h - brings the folder of an import on disk up to date; touches only our files, and only
 * those that changed.
 *
 * A file without the generated mark is never overwritten or removed. An unchanged file keeps its
 * time stamp. Generated files that are no longer needed are removed, and then empty folders. The
 * user may have made the folder a link; below it no link is followed, and no path leads out of it.
 */
#ifndef L4CARGO_EMITTERS_BID_OUTDIR_H
#define L4CARGO_EMITTERS_BID_OUTDIR_H

#include "emitters/bid/bid.h"

typedef struct OutDirChanges {
	size_t written, removed, unchanged;
	bool forgotten; /* results of make were removed, because it is unknown who made them */
} OutDirChanges;

/* What outdir_write calls while no other import is at work in the folder. */
typedef struct OutDirLocked {
	/* Called if the folder exists, before anything in it changes. Returns whether it is unknown
	 * who filled it: then what make built there is removed. */
	bool (*results_are_unknown)(const void *ctx);
	/* Called after the last change. Returns false after an error. */
	bool (*written)(const void *ctx);
	const void *ctx;
} OutDirLocked;

/* Makes `out` (absolute) contain exactly `files`. `locked` NULL: results are known. Returns false
 * after an error; another run then completes the folder. */
bool outdir_write(Str out, const BidFiles *files, const OutDirLocked *locked, Diag *diag,
                  OutDirChanges *changes);

typedef enum OutDirState {
	OUTDIR_MISSING, /* a file that would be made */
	OUTDIR_DIFFERS, /* a file of ours with other content */
	OUTDIR_FOREIGN, /* not a file of ours, but in its place */
	OUTDIR_STALE,   /* a file of ours that would be removed */
} OutDirState;

typedef struct OutDirDifference {
	Str path; /* below the folder */
	OutDirState state;
	const BidFile *wanted; /* NULL for OUTDIR_STALE */
} OutDirDifference;

typedef VEC(OutDirDifference) OutDirDifferences;

/* Finds what outdir_write would change, sorted by path, and changes nothing. The result lives in
 * `a`. Returns false after an error. */
bool outdir_compare(Arena *a, Str out, const BidFiles *files, Diag *diag,
                    OutDirDifferences *differences);

#endif
