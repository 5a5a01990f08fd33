/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * term.h - what a terminal can do: colour, width, a progress line, aligned columns.
 *
 * A progress line is drawn on a terminal only, not before the work has taken
 * half a second, and at most ten times a second. Give progress_hide as
 * Diag.before, so that messages do not run into the line.
 */
#ifndef L4CARGO_BASE_MESSAGES_TERM_H
#define L4CARGO_BASE_MESSAGES_TERM_H

#include "base/core/buf.h"

#include <stdio.h>

typedef enum ColourChoice { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER } ColourChoice;

/* Does `out` get colours? NO_COLOR, CLICOLOR_FORCE, CLICOLOR and TERM count when it is AUTO. */
bool term_colour(ColourChoice choice, FILE *out, char *const *env);

/* Columns of the terminal, 0 if `out` is none. */
unsigned term_width(FILE *out);

typedef struct Progress {
	FILE *out; /* NULL: never drawn */
	bool colour;
	bool shown;            /* the line is on the screen now */
	uint64_t begun, drawn; /* monotonic milliseconds; begun 0: not yet */
	unsigned (*width)(FILE *out);
	uint64_t (*now)(void); /* tests bring their own clock */
} Progress;

/* Draws on `out` if that is a terminal that understands control sequences. */
void progress_init(Progress *p, FILE *out, bool colour, char *const *env);

/* `Building [====>    ] 12/100: detail`, cut to the terminal's width. Cheap when it is not yet
 * time. */
void progress_draw(Progress *p, const char *verb, size_t done, size_t total, Str detail);

/* Takes the line off the screen; the next draw brings it back. */
void progress_clear(Progress *p);
/* The same for whoever writes next: what has to be written first. `progress` is a Progress. */
const char *progress_hide(void *progress);

typedef struct ProgressLine {
	const char *verb;
	size_t done, total;
	Str detail;
} ProgressLine;

/* That line for a terminal of `width` columns; nothing if it is too narrow. */
void progress_text(Buf *to, const ProgressLine *line, unsigned width, bool colour);

/* A number of bytes for people: `812B`, `3.4MiB`. */
Str term_size(Arena *a, uint64_t bytes);

/* Columns that `s` takes on a terminal: its characters, colour sequences not counted. */
size_t term_columns(Str s);

/* Rows of `columns` cells each; every column but the last as wide as its widest cell, `gap` apart.
 */
typedef struct Table {
	const Str *cells;
	size_t rows, columns, indent, gap;
} Table;
void table_print(FILE *out, const Table *t);

#endif
