/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * wrap.h - wraps text to a width, and prints lists of terms with their meanings.
 *
 * Lines break at blanks. A word that is longer than a line is not cut, but has a line of its own.
 * term_columns counts the columns, so colours do not count.
 */
#ifndef L4CARGO_BASE_MESSAGES_WRAP_H
#define L4CARGO_BASE_MESSAGES_WRAP_H

#include "base/core/buf.h"

#include <stdio.h>

/* The width for text on `out`: COLUMNS, else the width of the terminal, else 80. */
size_t wrap_width(FILE *out, char *const *env);

typedef struct WrapShape {
	size_t width;
	size_t indent; /* of every line but the first */
	size_t used;   /* columns of the first line that are already used */
} WrapShape;

/* Keeps line feeds of `text` and reduces blanks to one. Does not end the last line. */
void wrap_text(Buf *to, Str text, WrapShape shape);

typedef struct WrapRow {
	Str term, meaning;
} WrapRow;

/*
 * Adds a line for each row, indented by two. Meanings are beside the terms, with a hanging indent.
 * If that would leave them less than half of the width, each meaning is below its term, as in
 * cargo's help.
 */
void wrap_rows(Buf *to, const WrapRow *rows, size_t count, size_t width);

#endif
