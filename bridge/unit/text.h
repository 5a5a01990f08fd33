/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * text.h - words, quoting and white space, as makefiles, shells and Rust see them.
 */
#ifndef L4CARGO_BRIDGE_UNIT_TEXT_H
#define L4CARGO_BRIDGE_UNIT_TEXT_H

#include "base/core/buf.h"
#include "base/core/vec.h"

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

#endif
