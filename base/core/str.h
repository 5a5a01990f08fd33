/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * str.h - views of text.
 *
 * A Str is a pointer and a length; it owns nothing and need not end in NUL.
 * It is how text is passed between all modules; `const char *` appears only
 * where the system or a library wants it (arena_cstr makes one).
 */
#ifndef L4CARGO_BASE_CORE_STR_H
#define L4CARGO_BASE_CORE_STR_H

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

/* Behind its last byte; nothing can be added to NULL, not even nothing. */
static inline const char *str_end(Str s)
{
	return s.len ? s.ptr + s.len : s.ptr;
}

/* Bytes [from, to) of `s`; both are cut to its length. */
static inline Str str_sub(Str s, size_t from, size_t to)
{
	to = to < s.len ? to : s.len;
	from = from < to ? from : to;
	return (Str){ from ? s.ptr + from : s.ptr, to - from };
}

/* Bytewise order, a prefix before what it begins. */
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

/* Without the white space (space, tab, CR, LF) at both ends. */
Str str_trim(Str s);

/* Split at the first `sep`; without one, `head` is all of `s`, `tail` is empty, false. */
bool str_cut(Str s, char sep, Str *head, Str *tail);

/* Takes the next `sep`-separated piece off `*rest`. False when nothing is left. */
bool str_next(Str *rest, char sep, Str *piece);

static inline bool char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Is a byte below U+0020, or DEL, in it? */
bool str_has_controls(Str s);

/* White space as Rust has it, the ASCII part. */
static inline bool char_is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Takes the next word, between white space, off `*rest`. False when there is none. */
bool str_next_word(Str *rest, Str *word);

/* Length of the part at the start that is valid UTF-8. */
size_t str_utf8_prefix(Str s);

/* A decimal number without sign, all of `s`. False: not one, or above 64 bits. */
bool str_to_u64(Str s, uint64_t *out);

/* A hash for tables, the same on every machine and in every version; whoever wants to, finds
 * texts that share one. */
uint64_t str_hash(Str s);
/* A hash for tables of what others wrote: another one in each run, so that nobody can write texts
 * that share one. */
uint32_t str_hash_secret(Str s);

/* Edits (insert, delete, replace, swap) from `a` to `b`, at most `limit` + 1: for "did you mean".
 * As in Cargo, letters of the other case are the same. */
size_t str_distance(Str a, Str b, size_t limit);
/* Jaro's similarity in percent: 100 for equal texts. It forgives a missing end. */
unsigned str_similarity(Str a, Str b);

#endif
