/*
 * outdir_fill.h - all files of an import into a folder that is new, by several threads: most of the
 * time of a first import is the kernel's, for some thousand small files.
 */
#ifndef L4CARGO_EMITTERS_OUTDIR_FILL_H
#define L4CARGO_EMITTERS_OUTDIR_FILL_H

#include "emitters/bid.h"

/* Make `files` and their folders in `folder` (a descriptor; `shown` in messages), which is empty.
 * False after an error: some are there then.
 */
bool outdir_fill(int folder, Str shown, const BidFiles *files, Diag *diag);

#endif
