/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * words.h - writes lists of words for a shell to read.
 */
#ifndef L4CARGO_BASE_TEXT_WORDS_H
#define L4CARGO_BASE_TEXT_WORDS_H

#include "base/core/buf.h"

/* Adds one word: as it is, or in single quotes if it needs them. */
void words_add(Buf *to, Str word);

#endif
