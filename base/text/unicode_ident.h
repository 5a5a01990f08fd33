/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unicode_ident.h - the characters of names: Unicode's XID_Start and XID_Continue (UAX 31), and
 * Rust's alphanumeric characters.
 */
#ifndef L4CARGO_BASE_TEXT_UNICODE_IDENT_H
#define L4CARGO_BASE_TEXT_UNICODE_IDENT_H

#include "base/core/str.h"

/* Unicode does not count `_` as a start: callers that allow it check for it. */
bool xid_is_start(uint32_t c);
bool xid_is_continue(uint32_t c);

/* Alphabetic or a number: the characters that rustc accepts in a crate name, besides `_`. This is
 * not XID_Continue: `½` is alphanumeric, `·` is not. */
bool char_is_alphanumeric(uint32_t c);

/*
 * Takes the next character off `*rest`, which must not be empty. A byte that is not UTF-8 is taken
 * alone and yields U+FFFD.
 */
uint32_t str_next_char(Str *rest);

#endif
