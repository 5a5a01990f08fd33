/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * words.h - lists of words, as a shell reads them.
 */
#ifndef L4CARGO_BASE_TEXT_WORDS_H
#define L4CARGO_BASE_TEXT_WORDS_H

#include "base/core/buf.h"

/* One word of a list: as it is, or in single quotes if it needs them. */
void words_add(Buf *to, Str word);

#endif
