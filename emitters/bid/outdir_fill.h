/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * outdir_fill.h - writes all files of an import into a new folder, with several threads: a first
 * import spends most of its time in the kernel, for some thousand small files.
 */
#ifndef L4CARGO_EMITTERS_BID_OUTDIR_FILL_H
#define L4CARGO_EMITTERS_BID_OUTDIR_FILL_H

#include "base/files/below.h"
#include "emitters/bid/bid.h"

typedef struct OutDirNew {
	int folder; /* an empty folder */
	Str shown;  /* its name in messages */
	const BidFiles *files;
	const BelowPath *paths; /* of the files */
} OutDirNew;

/* Makes the files and their folders. Returns false after an error; some files may exist then. */
bool outdir_fill(const OutDirNew *new, Diag *diag);

#endif
