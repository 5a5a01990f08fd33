/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * text.h - words, quoting and white space, by the rules of make, shells and Rust.
 */
#ifndef L4CARGO_BRIDGE_UNIT_TEXT_H
#define L4CARGO_BRIDGE_UNIT_TEXT_H

#include "base/core/buf.h"
#include "base/core/vec.h"

/* Removes the ASCII white space that Rust's `str::trim` removes. */
Str text_trim(Str s);
Str text_trim_end(Str s);
bool text_is_utf8(Str s);

/* Returns all words, as str_next_word finds them. */
StrVec text_split(Arena *a, Str s);
/* Splits as a shell does: blanks, '...', "..." with backslashes, and backslashes outside quotes. */
StrVec text_split_quoted(Arena *a, Str s);

/* Returns the value of `key` in a list of words `key=value`; ptr NULL if it is not there. */
Str text_lookup(Str words, Str key);

#endif
