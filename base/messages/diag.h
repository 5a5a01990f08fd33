/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * diag.h - messages to the user, with the place in their file.
 *
 * A function that can fail calls diag_error exactly once, where the source position is known, and
 * returns false (or NULL). Callers pass the failure on unchanged, or add a note that says what they
 * were doing. Messages are lower case, without full stop, with names in backquotes; diag_help says
 * what to do. A Span of { 0 } has no position. Each message is written with one call. A terminal
 * obeys no control sequence in text from outside.
 */
#ifndef L4CARGO_BASE_MESSAGES_DIAG_H
#define L4CARGO_BASE_MESSAGES_DIAG_H

#include "base/core/arena.h"
#include "base/core/str.h"

#include <stdarg.h>
#include <stdio.h>

typedef struct Source {
	const char *path; /* as messages show it */
	Str text;
	bool discreet; /* it may have secrets: messages show none of its lines and values */
} Source;

typedef struct Span { /* bytes [start, start + len) of src; src NULL: no position */
	const Source *src;
	uint32_t start, len;
} Span;

typedef struct Diag {
	FILE *out;   /* NULL: messages are only counted */
	Str folder;  /* of the user; messages show files below it relative to it; may be empty */
	bool colour; /* ANSI colours, like rustc's */
	bool quiet;  /* no warnings, no status lines */
	bool verbose;
	bool muted; /* the last message was not shown, so its notes are not shown either */
	unsigned errors, warnings;
	/* Called before anything is printed. Returns a sequence that removes a progress line. */
	const char *(*before)(void *ctx);
	void *before_ctx;
} Diag;

#define DIAG_FORMAT(f, a) __attribute__((format(printf, f, a)))
#define NO_SPAN           ((Span){ 0 })

bool diag_error(Diag *d, Span at, const char *fmt, ...) DIAG_FORMAT(3, 4); /* always false */
void diag_warning(Diag *d, Span at, const char *fmt, ...) DIAG_FORMAT(3, 4);
void diag_note(Diag *d, Span at, const char *fmt, ...) DIAG_FORMAT(3, 4);
bool diag_help(Diag *d, const char *fmt, ...) DIAG_FORMAT(2, 3); /* always false, for `return` */
/* Reports an error without position: the text, the system's reason (errno), and help if there is
 * any. Always returns false. */
bool diag_errno(Diag *d, const char *fmt, ...) DIAG_FORMAT(2, 3);

/* Prints a status line like cargo's: the verb right-aligned to 12 columns, green. Prints nothing if
 * the Diag is quiet. */
void diag_status(Diag *d, const char *verb, const char *fmt, ...) DIAG_FORMAT(3, 4);

/* Prints output of another program, without what a terminal would obey (base/text/screen.h). */
void diag_pass_on(Diag *d, Str text);

/*
 * Between diag_hold and diag_release messages are neither shown nor counted, but kept, as they may
 * turn out not to matter. diag_release returns their text (in the arena) and the number of errors;
 * diag_say shows and counts them.
 */
typedef struct DiagHeld {
	Diag outer;
	char *text;
	size_t len;
} DiagHeld;

typedef struct DiagSaid {
	Str text;
	unsigned errors;
} DiagSaid;

void diag_hold(Diag *d, DiagHeld *h);
DiagSaid diag_release(Diag *d, DiagHeld *h, Arena *a);
bool diag_say(Diag *d, const DiagSaid *s); /* always false */

/* Returns whether this line sets a `token` or `secret-key`. Messages do not show such lines. */
bool diag_line_is_secret(Str line);

/* The line and column where `at` starts. Both count from 1, columns in characters. */
void span_position(Span at, uint32_t *line, uint32_t *column);

#endif
