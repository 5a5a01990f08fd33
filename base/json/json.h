/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * json.h - reading JSON that others wrote: registry indexes, checksum files, tools' answers.
 *
 * The texts of a Json live until json_free of its root. Keys are compared
 * with their case. A look-up in something that is no object, or of a key that
 * is not there, gives NULL (or a Str with ptr NULL), and all functions take
 * NULL for a value, so that look-ups chain and are checked once.
 * Nesting is limited to 1000. Text with an escaped NUL is refused.
 */
#ifndef L4CARGO_BASE_JSON_JSON_H
#define L4CARGO_BASE_JSON_JSON_H

#include "base/core/buf.h"
#include "base/messages/diag.h"

typedef struct cJSON Json;

/* NULL: not exactly one JSON value; *stop is where reading stopped (may be NULL). */
Json *json_parse(Str text, size_t *stop);
/* The same, with an error that cites the place. */
Json *json_read(const Source *src, Diag *diag);
void json_free(Json **root); /* for with_cleanup */
#define scoped_json with_cleanup(json_free) Json *

typedef enum JsonKind {
	JSON_NOTHING, /* NULL */
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_LIST,
	JSON_OBJECT
} JsonKind;
JsonKind json_kind(const Json *v);

const Json *json_get(const Json *object, const char *key);
/* ptr NULL: no such key, or not a string. */
Str json_string(const Json *object, const char *key);
/* `otherwise`: no such key, or not a boolean. */
bool json_bool(const Json *object, const char *key, bool otherwise);
/* False: no such key, or not a whole number from 0 to 2^53. */
bool json_u64(const Json *object, const char *key, uint64_t *out);
/* The same of a value itself. */
bool json_truth(const Json *v, bool otherwise);
bool json_whole(const Json *v, uint64_t *out);

/* Members of an object or items of a list, in the order of the text; NULL at the end. */
const Json *json_first(const Json *v);
const Json *json_next(const Json *v);
#define json_each(item, in) for (const Json *item = json_first(in); item; item = json_next(item))
Str json_key(const Json *member); /* of a member of an object */
Str json_text(const Json *v);     /* ptr NULL: not a string */

/* Writing: `s` in quotes. */
void json_quote(Buf *to, Str s);

#endif
