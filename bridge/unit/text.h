/*
 * text.h - words, quoting and white space, as makefiles, shells and Rust see them.
 */
#ifndef L4CARGO_BRIDGE_UNIT_TEXT_H
#define L4CARGO_BRIDGE_UNIT_TEXT_H

#include "base/buf.h"
#include "base/vec.h"

typedef struct StrVec {
	Str *items;
	size_t count, room;
} StrVec;

/* White space as Rust's `str::trim` takes it away, ASCII part. */
Str text_trim(Str s);
Str text_trim_end(Str s);
bool text_is_utf8(Str s);

/* All words: str_next_word. */
StrVec text_split(Arena *a, Str s);
/* Split as a shell does: blanks, '...', "..." with backslashes, and backslashes outside. */
StrVec text_split_quoted(Arena *a, Str s);

/* The value of `key` in a list of words `key=value`; ptr NULL if there is none. */
Str text_lookup(Str words, Str key);

/* A word for a shell, quoted only where needed. */
void text_add_shell(Buf *to, Str word);
/* A file's name as a prerequisite in a makefile: MAKE_PREREQUISITE are the bytes to be escaped. */
#define MAKE_PREREQUISITE " \t#*?["
void text_add_make_path(Buf *to, Str path, const char *special);
/* `path:`, a rule without recipe, so that a file which is gone is no error. */
void text_add_make_rule(Buf *to, Str path);
/* Text that, assigned to a variable, make expands to `s` (docs/packages.md, Text). */
void text_add_make_value(Buf *to, Str s);

#endif
