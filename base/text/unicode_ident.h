/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unicode_ident.h - characters that names may have: Unicode's XID_Start and XID_Continue (UAX 31),
 * and what Rust calls alphanumeric.
 */
#ifndef L4CARGO_BASE_TEXT_UNICODE_IDENT_H
#define L4CARGO_BASE_TEXT_UNICODE_IDENT_H

#include "base/core/str.h"

/* `_` is no start by Unicode's rule: who allows it says so. */
bool xid_is_start(uint32_t c);
bool xid_is_continue(uint32_t c);

/* Alphabetic or a number: what rustc takes in the name of a crate, beside `_`. It is not
 * XID_Continue: `½` is one, `·` is none. */
bool char_is_alphanumeric(uint32_t c);

/*
 * Takes the next character off `*rest`, which must not be empty. A byte that is not UTF-8 is taken
 * alone and gives U+FFFD.
 */
uint32_t str_next_char(Str *rest);

#endif
