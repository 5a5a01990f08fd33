/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * screen.h - text that a terminal shows and does not obey.
 *
 * What others wrote (a manifest, a script, a server, another program) gets in by
 * screen_add and its kin alone. They write what a terminal would obey, what turns the direction
 * of a line, and bytes that are not UTF-8 as Rust does: `\u{1b}`, `\x9b`. Line ends and tabs
 * stay. Messages are made of such text, and each goes out by one write.
 * A ScreenText owns its bytes until screen_free; `{ 0 }` is an empty one.
 */
#ifndef L4CARGO_BASE_TEXT_SCREEN_H
#define L4CARGO_BASE_TEXT_SCREEN_H

#include "base/core/buf.h"

typedef struct ScreenText {
	Buf made; /* by the functions below only */
} ScreenText;

void screen_free(ScreenText *t);
#define scoped_screen with_cleanup(screen_free) ScreenText

void screen_add(ScreenText *t, Str s);
void screen_char(ScreenText *t, char c);
void screen_printf(ScreenText *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void screen_vprintf(ScreenText *t, const char *fmt, va_list args)
	__attribute__((format(printf, 2, 0)));

/* A part of a line: line ends and tabs in it are shown as well. */
void screen_add_word(ScreenText *t, Str s);

/* What a compiler coloured: its colours stay, and end with this text. */
void screen_add_coloured(ScreenText *t, Str s);

/* A control sequence of our own. `sequence` is a literal: no text of others comes here. */
void screen_style(ScreenText *t, const char *sequence);

/* What it says now; valid until the next change. */
Str screen_str(const ScreenText *t);

/* By one write, if the other side takes it at once; waits for a side that is slow, and goes on
 * after a signal. False, with errno: not all could be written. */
bool screen_write(int fd, const ScreenText *t);
/* The same to a file, behind what it has kept. */
bool screen_print(FILE *out, const ScreenText *t);

/* As screen_add does: for text that goes into a format of its own. */
void screen_show(Buf *to, Str s);

/* The character that `s` begins with, and its length; ~byte if that is no part of one. */
int32_t screen_character(Str s, size_t *len);
/* Must it be shown, not written? So must a byte that is no part of a character. */
bool screen_is_control(int32_t c);

#endif
