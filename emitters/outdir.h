/*
 * outdir.h - the folder of an import on disk: only our files, only when they changed.
 *
 * A file without the generated mark is never overwritten or removed; an
 * unchanged file keeps its time stamp; generated files that are no longer
 * wanted go, and folders that are empty then.
 */
#ifndef L4CARGO_EMITTERS_OUTDIR_H
#define L4CARGO_EMITTERS_OUTDIR_H

#include "emitters/bid.h"

typedef struct OutDirChanges {
	size_t written, removed, unchanged;
} OutDirChanges;

/* Make `out` (absolute) hold exactly `files`. False after an error; a second run then completes it.
 */
bool outdir_write(Str out, const BidFiles *files, Diag *diag, OutDirChanges *changes);

#endif
