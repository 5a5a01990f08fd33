/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * diag.h - what we tell the user, and where in their file it went wrong.
 *
 * A function that can fail returns false (or NULL) after calling diag_error
 * exactly once, at the place that knows the source position. Callers pass the
 * failure on unchanged, or add a note saying what they were doing.
 * Text is lower case, without full stop, names in backquotes; diag_help says
 * what to do. A Span of { 0 } has no position. Each message is one write, and
 * nothing in it that others wrote is obeyed by a terminal.
 */
#ifndef L4CARGO_BASE_MESSAGES_DIAG_H
#define L4CARGO_BASE_MESSAGES_DIAG_H

#include "base/core/arena.h"
#include "base/core/str.h"

#include <stdarg.h>
#include <stdio.h>

typedef struct Source {
	const char *path; /* as the user is to see it */
	Str text;
	bool discreet; /* it may have secrets: no line and no value of it is shown */
} Source;

typedef struct Span { /* bytes [start, start + len) of src; src NULL: no position */
	const Source *src;
	uint32_t start, len;
} Span;

typedef struct Diag {
	FILE *out;   /* NULL: count only */
	Str folder;  /* of the user: positions in files below it are shown from there; may be empty
	              */
	bool colour; /* ANSI colours, as rustc's */
	bool quiet;  /* no warnings, no status lines */
	bool verbose;
	bool muted; /* the last message was not shown (quiet, or one of too many): nor are its notes
	             */
	unsigned errors, warnings;
	/* Called before anything is printed: what takes a progress bar off the screen. */
	const char *(*before)(void *ctx);
	void *before_ctx;
} Diag;

#define DIAG_FORMAT(f, a) __attribute__((format(printf, f, a)))
#define NO_SPAN           ((Span){ 0 })

bool diag_error(Diag *d, Span at, const char *fmt, ...) DIAG_FORMAT(3, 4); /* always false */
void diag_warning(Diag *d, Span at, const char *fmt, ...) DIAG_FORMAT(3, 4);
void diag_note(Diag *d, Span at, const char *fmt, ...) DIAG_FORMAT(3, 4);
bool diag_help(Diag *d, const char *fmt, ...) DIAG_FORMAT(2, 3); /* always false, for `return` */
/* An error without position: the text, what errno says, and what helps then. Always false. */
bool diag_errno(Diag *d, const char *fmt, ...) DIAG_FORMAT(2, 3);

/* A status line in cargo's manner: the verb right-aligned to 12 columns, green. Not when quiet. */
void diag_status(Diag *d, const char *verb, const char *fmt, ...) DIAG_FORMAT(3, 4);

/* What another program said, as far as a terminal is to see it (base/text/screen.h). */
void diag_pass_on(Diag *d, Str text);

/*
 * Between these two what is said is neither shown nor counted, but kept, as it may not matter.
 * diag_release gives the text (in the arena) and the number of errors; diag_say shows and counts
 * it.
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

/* Does this line set a `token` or `secret-key`? Such lines are not shown. */
bool diag_line_is_secret(Str line);

/* Line and column (both from 1, columns in characters) where `at` starts. */
void span_position(Span at, uint32_t *line, uint32_t *column);

#endif
