/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * buf.h - growing text.
 *
 * A Buf owns its bytes until buf_free; `{ 0 }` is an empty one. Its text
 * always ends in a NUL that is not counted, once anything was added. One that
 * has a file is written there whenever it is full; what it has then is the rest.
 */
#ifndef L4CARGO_BASE_CORE_BUF_H
#define L4CARGO_BASE_CORE_BUF_H

#include "base/core/arena.h"

#include <stdio.h>

typedef struct Buf {
	char *ptr;
	size_t len, room;
	FILE *to; /* NULL: the text stays here */
} Buf;

void buf_free(Buf *b);
#define scoped_buf with_cleanup(buf_free) Buf

void buf_add(Buf *b, Str s);
void buf_printf(Buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Room for `n` more bytes behind the text; the caller then adds to len what it wrote. */
char *buf_grow(Buf *b, size_t n); /* the same, where there is too little */
static inline char *buf_reserve(Buf *b, size_t n)
{
	return n < b->room - b->len ? b->ptr + b->len : buf_grow(b, n);
}

static inline void buf_char(Buf *b, char c)
{
	char *to = buf_reserve(b, 1);
	to[0] = c;
	to[1] = '\0';
	b->len++;
}

/* Writes the rest to its file. False, with errno: not all could be written. */
bool buf_finish(Buf *b);

static inline void buf_clear(Buf *b)
{
	b->len = 0;
}

/* What is in it now; valid until the next change. */
static inline Str buf_str(const Buf *b)
{
	return (Str){ b->ptr ? b->ptr : "", b->len };
}

#endif
