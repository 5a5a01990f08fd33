/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * json_text.h - writes JSON into a Buf: escapes strings, and leaves the structure to the caller.
 */
#ifndef L4CARGO_BASE_JSON_JSON_TEXT_H
#define L4CARGO_BASE_JSON_JSON_TEXT_H

#include "base/core/buf.h"

/* Writes `s` in quotes. Bytes that are not UTF-8 are copied as they are. */
void json_put_string(Buf *out, Str s);

/* Writes `"key": `, after `, ` if `comma`. The key must not need escapes. */
void json_put_key(Buf *out, const char *key, bool comma);
/* The same for a literal key: one text that the compiler joins. */
#define JSON_KEY(key)  STR("\"" key "\": ")
#define JSON_NEXT(key) STR(", \"" key "\": ")

#endif
