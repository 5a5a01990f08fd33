/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * buf.h - growing text.
 *
 * A Buf owns its bytes until buf_free; `{ 0 }` is an empty one. Once something was added, a NUL
 * that is not counted follows the text. A Buf with a file writes its text there whenever it is
 * full; it then holds only the text that is not yet written.
 */
#ifndef L4CARGO_BASE_CORE_BUF_H
#define L4CARGO_BASE_CORE_BUF_H

#include "base/core/arena.h"

#include <stdio.h>

typedef struct Buf {
	char *ptr;
	size_t len, room;
	FILE *to; /* NULL: the text stays in memory */
} Buf;

void buf_free(Buf *b);
#define scoped_buf with_cleanup(buf_free) Buf

void buf_add(Buf *b, Str s);
void buf_printf(Buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Return room for `n` more bytes behind the text. The caller writes there and then adds to len. */
char *buf_grow(Buf *b, size_t n); /* for buf_reserve, if there is too little room */
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

/* Writes the remaining text to the file. Returns false with errno if some of the text could not be
 * written. */
bool buf_finish(Buf *b);

static inline void buf_clear(Buf *b)
{
	b->len = 0;
}

/* The text that it holds now; valid until the next change. */
static inline Str buf_str(const Buf *b)
{
	return (Str){ b->ptr ? b->ptr : "", b->len };
}

#endif
