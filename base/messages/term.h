/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * term.h - colours, the width of the terminal, a progress line, aligned columns.
 *
 * A progress line is drawn only on a terminal, only after the work has taken half a second, and at
 * most ten times a second. Set Diag.before to progress_hide, so that messages do not run into the
 * line.
 */
#ifndef L4CARGO_BASE_MESSAGES_TERM_H
#define L4CARGO_BASE_MESSAGES_TERM_H

#include "base/core/buf.h"

#include <stdio.h>

typedef enum ColourChoice { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER } ColourChoice;

/* Returns whether `out` gets colours. COLOUR_AUTO follows NO_COLOR, CLICOLOR_FORCE, CLICOLOR and
 * TERM. */
bool term_colour(ColourChoice choice, FILE *out, char *const *env);

/* Columns of the terminal; 0 if `out` is not a terminal. */
unsigned term_width(FILE *out);

typedef struct Progress {
	FILE *out; /* NULL: never drawn */
	bool colour;
	bool shown;            /* the line is on the screen now */
	uint64_t begun, drawn; /* monotonic milliseconds; begun is 0 before the first draw */
	unsigned (*width)(FILE *out);
	uint64_t (*now)(void); /* tests set their own clock */
} Progress;

/* Sets up a line. It is drawn on `out` if that is a terminal that knows control sequences. */
void progress_init(Progress *p, FILE *out, bool colour, char *const *env);

/* Draws `Building [====> ] 12/100: detail`, cut to the terminal's width. Cheap while it is too
 * early to draw. */
void progress_draw(Progress *p, const char *verb, size_t done, size_t total, Str detail);

/* Removes the line from the screen; the next draw shows it again. */
void progress_clear(Progress *p);
/* The same, but returns the text that the caller must write first. `progress` is a Progress. */
const char *progress_hide(void *progress);

typedef struct ProgressLine {
	const char *verb;
	size_t done, total;
	Str detail;
} ProgressLine;

/* Adds the line for a terminal of `width` columns; nothing if that is too narrow. */
void progress_text(Buf *to, const ProgressLine *line, unsigned width, bool colour);

/* A human-readable number of bytes: `812B`, `3.4MiB`. */
Str term_size(Arena *a, uint64_t bytes);

/* The columns that `s` needs on a terminal: counts characters, but not colour sequences. */
size_t term_columns(Str s);

/* Rows of `columns` cells each. Every column but the last is as wide as its widest cell; `gap`
 * spaces separate them. */
typedef struct Table {
	const Str *cells;
	size_t rows, columns, indent, gap;
} Table;
void table_print(FILE *out, const Table *t);

#endif
