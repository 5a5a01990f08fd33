/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * json.h - reads JSON from outside: registry indexes, checksum files, output of tools.
 *
 * The texts of a Json live until json_free of its root. Keys are case-sensitive. A look-up returns
 * NULL (or a Str whose ptr is NULL) if the value is not an object or does not have the key. All
 * functions accept NULL as the value, so callers can chain look-ups and check the last result only.
 * Nesting is limited to 1000 levels. Text with an escaped NUL is refused.
 */
#ifndef L4CARGO_BASE_JSON_JSON_H
#define L4CARGO_BASE_JSON_JSON_H

#include "base/core/buf.h"
#include "base/messages/diag.h"

typedef struct cJSON Json;

/* Returns NULL if the text is not exactly one JSON value; *stop (may be NULL) is the place where
 * parsing stopped. */
Json *json_parse(Str text, size_t *stop);
/* The same. Reports an error with its position. */
Json *json_read(const Source *src, Diag *diag);
void json_free(Json **root); /* for with_cleanup */
#define scoped_json with_cleanup(json_free) Json *

typedef enum JsonKind {
	JSON_NOTHING, /* the value is NULL */
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_LIST,
	JSON_OBJECT
} JsonKind;
JsonKind json_kind(const Json *v);

const Json *json_get(const Json *object, const char *key);
/* ptr is NULL if the key is absent or its value is not a string. */
Str json_string(const Json *object, const char *key);
/* `otherwise` if the key is absent or its value is not a boolean. */
bool json_bool(const Json *object, const char *key, bool otherwise);
/* Returns false if the key is absent or its value is not an integer from 0 to 2^53. */
bool json_u64(const Json *object, const char *key, uint64_t *out);
/* The same for a value itself. */
bool json_truth(const Json *v, bool otherwise);
bool json_whole(const Json *v, uint64_t *out);

/* The members of an object or the items of a list, in the order of the text; NULL at the end. */
const Json *json_first(const Json *v);
const Json *json_next(const Json *v);
#define json_each(item, in) for (const Json *item = json_first(in); item; item = json_next(item))
Str json_key(const Json *member); /* of a member of an object */
Str json_text(const Json *v);     /* ptr is NULL if it is not a string */

/* Writes `s` in quotes. */
void json_quote(Buf *to, Str s);

#endif
