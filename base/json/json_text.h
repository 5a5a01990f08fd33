/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * json_text.h - writing JSON into a Buf: strings are escaped, the rest is the caller's.
 */
#ifndef L4CARGO_BASE_JSON_JSON_TEXT_H
#define L4CARGO_BASE_JSON_JSON_TEXT_H

#include "base/core/buf.h"

/* `s` in quotes. Bytes that are not UTF-8 are passed on as they are. */
void json_put_string(Buf *out, Str s);

/* `"key": `, where nothing has to be escaped; with `comma` after a comma. */
void json_put_key(Buf *out, const char *key, bool comma);
/* The same for a key that is written here: one text, made when this is compiled. */
#define JSON_KEY(key)  STR("\"" key "\": ")
#define JSON_NEXT(key) STR(", \"" key "\": ")

#endif
