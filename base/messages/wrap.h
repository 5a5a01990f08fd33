/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * wrap.h - text in lines of a width, and lists of terms with what they mean.
 *
 * Lines break at blanks. A word that is longer than a line is not cut: it has a line of its own.
 * Columns are counted by term_columns, so colours take none.
 */
#ifndef L4CARGO_BASE_MESSAGES_WRAP_H
#define L4CARGO_BASE_MESSAGES_WRAP_H

#include "base/core/buf.h"

#include <stdio.h>

/* The columns that text for `out` may fill: COLUMNS, else the terminal's, else 80. */
size_t wrap_width(FILE *out, char *const *env);

typedef struct WrapShape {
	size_t width;
	size_t indent; /* of every line but the first */
	size_t used;   /* columns that the first line has already */
} WrapShape;

/* Line feeds in `text` stay; blanks become one. The last line is left open. */
void wrap_text(Buf *to, Str text, WrapShape shape);

typedef struct WrapRow {
	Str term, meaning;
} WrapRow;

/*
 * A line for each row, indented by two. Meanings stand beside the terms and hang there. Where that
 * would leave them less than half of the width, each stands below its term, as in cargo's help.
 */
void wrap_rows(Buf *to, const WrapRow *rows, size_t count, size_t width);

#endif
