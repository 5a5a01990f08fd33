/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * screen.h - text that a terminal shows but does not obey.
 *
 * Text from outside (a manifest, a script, a server, another program) is added only with screen_add
 * and its variants. They escape control characters, characters that change the direction of a line,
 * and bytes that are not UTF-8, the way Rust does: `\u{1b}`, `\x9b`. Line ends and tabs stay.
 * Messages consist of such text, and each is written with one call. A ScreenText owns its bytes
 * until screen_free; `{ 0 }` is an empty one.
 */
#ifndef L4CARGO_BASE_TEXT_SCREEN_H
#define L4CARGO_BASE_TEXT_SCREEN_H

#include "base/core/buf.h"

typedef struct ScreenText {
	Buf made; /* changed only by the functions below */
} ScreenText;

void screen_free(ScreenText *t);
#define scoped_screen with_cleanup(screen_free) ScreenText

void screen_add(ScreenText *t, Str s);
void screen_char(ScreenText *t, char c);
void screen_printf(ScreenText *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void screen_vprintf(ScreenText *t, const char *fmt, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Adds a part of a line: line ends and tabs in it are escaped as well. */
void screen_add_word(ScreenText *t, Str s);

/* Adds coloured output of a compiler: its colours stay, and are reset at its end. */
void screen_add_coloured(ScreenText *t, Str s);

/* Adds a control sequence of our own. `sequence` must be a literal: no text from outside. */
void screen_style(ScreenText *t, const char *sequence);

/* The text so far; valid until the next change. */
Str screen_str(const ScreenText *t);

/* Writes with one call, if the reader accepts it at once. Waits for a slow reader, and continues
 * after a signal. Returns false with errno if some of the text could not be written. */
bool screen_write(int fd, const ScreenText *t);
/* The same to a stream, after its buffered text. */
bool screen_print(FILE *out, const ScreenText *t);

/* Adds escaped text, like screen_add, to a Buf: for text that is part of another format. */
void screen_show(Buf *to, Str s);

/* The first character of `s`, and its length. ~byte if that byte does not begin a character. */
int32_t screen_character(Str s, size_t *len);
/* Returns whether the result of screen_character must be escaped. This includes bytes that are not
 * part of a character. */
bool screen_is_control(int32_t c);

#endif
