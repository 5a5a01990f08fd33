/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * diff.h - how one text differs from another, as a unified diff that `patch` takes.
 *
 * Myers' shortest script, with a bound: texts that have little in common (more
 * than DIFF_EDITS lines changed, or very many lines) are shown as one text
 * taken out and the other put in, so that no input makes it slow.
 */
#ifndef L4CARGO_BASE_TEXT_DIFF_H
#define L4CARGO_BASE_TEXT_DIFF_H

#include "base/core/buf.h"

enum { DIFF_EDITS = 1000 };

typedef struct DiffSide {
	Str name; /* as the line with `---` or `+++` has it */
	Str text;
} DiffSide;

/* Adds nothing if they are equal. Of texts with a NUL it says only that they differ. */
void diff_unified(const DiffSide *before, const DiffSide *after, Buf *out);

#endif
