/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * outdir_fill.h - all files of an import into a folder that is new, by several threads: most of the
 * time of a first import is the kernel's, for some thousand small files.
 */
#ifndef L4CARGO_EMITTERS_BID_OUTDIR_FILL_H
#define L4CARGO_EMITTERS_BID_OUTDIR_FILL_H

#include "base/files/below.h"
#include "emitters/bid/bid.h"

typedef struct OutDirNew {
	int folder; /* is empty */
	Str shown;  /* in messages */
	const BidFiles *files;
	const BelowPath *paths; /* of the files */
} OutDirNew;

/* Make the files and their folders. False after an error: some are there then. */
bool outdir_fill(const OutDirNew *new, Diag *diag);

#endif
