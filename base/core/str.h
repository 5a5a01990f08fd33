/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * str.h - views of text.
 *
 * A Str is a pointer and a length. It owns nothing and need not end in NUL. All modules pass text
 * as a Str; `const char *` appears only where the system or a library requires it (arena_cstr makes
 * one).
 */
#ifndef L4CARGO_BASE_CORE_STR_H
#define L4CARGO_BASE_CORE_STR_H

#include "base/core/ascii.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct Str {
	const char *ptr;
	size_t len;
} Str;

#define STR(lit) ((Str){ (lit), sizeof(lit) - 1 })
#define STR_INIT(lit) \
	{ \
		(lit), sizeof(lit) - 1 \
	} /* for static tables */
#define STR_FMT     "%.*s"
#define STR_ARG(s)  (int)(s).len, (s).ptr
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

static inline bool str_eq(Str a, Str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline Str str_from(const char *cstr)
{
	return (Str){ cstr, cstr ? strlen(cstr) : 0 };
}

/* The address behind its last byte. C does not allow adding even 0 to NULL. */
static inline const char *str_end(Str s)
{
	return s.len ? s.ptr + s.len : s.ptr;
}

/* Bytes [from, to) of `s`; both are limited to its length. */
static inline Str str_sub(Str s, size_t from, size_t to)
{
	to = to < s.len ? to : s.len;
	from = from < to ? from : to;
	return (Str){ from ? s.ptr + from : s.ptr, to - from };
}

/* Compares bytewise. A prefix comes before the longer text. */
int str_compare(Str a, Str b);
/* The same for qsort and bsearch of an array of Str. */
int str_compare_items(const void *a, const void *b);

bool str_starts_with(Str s, Str prefix);
bool str_ends_with(Str s, Str suffix);

/* Index of the first `c`, or -1. */
ptrdiff_t str_find(Str s, char c);
/* Index of the last `c`, or -1. */
ptrdiff_t str_rfind(Str s, char c);
bool str_contains(Str s, Str part);

/* `s` without white space (space, tab, CR, LF) at both ends. */
Str str_trim(Str s);

/* Splits at the first `sep`. Without one it returns false, with all of `s` in `head` and an empty
 * `tail`. */
bool str_cut(Str s, char sep, Str *head, Str *tail);

/* Takes the next piece before a `sep` off `*rest`. Returns false when nothing is left. */
bool str_next(Str *rest, char sep, Str *piece);

/* Returns whether a byte of `s` is below U+0020 or is DEL. */
bool str_has_controls(Str s);

/* Takes the next word, delimited by white space, off `*rest`. Returns false if there is none. */
bool str_next_word(Str *rest, Str *word);
bool str_has_word(Str words, Str word);

/* Length of the longest prefix that is valid UTF-8. */
size_t str_utf8_prefix(Str s);

/* Reads all of `s` as a decimal number without sign. Returns false if it is none, or needs more
 * than 64 bits. */
bool str_to_u64(Str s, uint64_t *out);

/* A hash for tables that is the same on every machine and in every version. It does not resist an
 * attacker who looks for texts with equal hashes. */
uint64_t str_hash(Str s);
/* A hash for tables with text from outside. It differs in each run, so that nobody can prepare
 * texts with equal hashes. */
uint32_t str_hash_secret(Str s);

/* Number of edits (insert, delete, replace, swap) from `a` to `b`, at most `limit` + 1; used for
 * "did you mean". As in Cargo, letter case does not count. */
size_t str_distance(Str a, Str b, size_t limit);
/* Jaro's similarity in percent: 100 for equal texts. It tolerates a missing end. */
unsigned str_similarity(Str a, Str b);

#endif
