/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * diff.h - compares two texts, and writes a unified diff that `patch` accepts.
 *
 * Uses Myers' algorithm with a limit: if more than DIFF_EDITS lines differ, or the texts have very
 * many lines, the diff removes one text and adds the other. So no input makes it slow.
 */
#ifndef L4CARGO_BASE_TEXT_DIFF_H
#define L4CARGO_BASE_TEXT_DIFF_H

#include "base/core/buf.h"

enum { DIFF_EDITS = 1000 };

typedef struct DiffSide {
	Str name; /* as it appears after `---` or `+++` */
	Str text;
} DiffSide;

/* Adds nothing if the texts are equal. If one has a NUL, it only says that they differ. */
void diff_unified(const DiffSide *before, const DiffSide *after, Buf *out);

#endif
