// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/buf.h"

#include "base/core/fatal.h"
#include "base/core/format.h"

#include <stdlib.h>

void buf_free(Buf *b)
{
	free(b->ptr);
	*b = (Buf){ 0 };
}

static void write_out(Buf *b)
{
	if (b->len)
		fwrite(b->ptr, 1, b->len, b->to); /* the stream remembers a failure */
	b->len = 0;
}

bool buf_finish(Buf *b)
{
	write_out(b);
	return fflush(b->to) == 0 && !ferror(b->to);
}

char *buf_grow(Buf *b, size_t n)
{
	enum { PIECE = 64 * 1024 };
	size_t need;
	if (b->to) {
		write_out(b);
		if (n < b->room)
			return b->ptr;
		n = n < PIECE ? PIECE : n;
	}
	if (__builtin_add_overflow(b->len, n, &need) || __builtin_add_overflow(need, 1U, &need))
		fatal_memory();
	b->room = need < 2 * b->room ? 2 * b->room : need + 64;
	b->ptr = xrealloc(b->ptr, b->room, 1);
	return b->ptr + b->len;
}

void buf_add(Buf *b, Str s)
{
	char *to = buf_reserve(b, s.len);
	if (s.len)
		memcpy(to, s.ptr, s.len);
	b->len += s.len;
	b->ptr[b->len] = '\0';
}

void buf_printf(Buf *b, const char *fmt, ...)
{
	enum { USUAL = 128 };
	va_list args, again;
	va_start(args, fmt);
	va_copy(again, args);
	char *to = buf_reserve(b, USUAL);
	const size_t room = b->room - b->len, size = format_text(to, room, fmt, args);
	va_end(args);
	if (size >= room)
		format_text(buf_reserve(b, size), size + 1, fmt, again);
	va_end(again);
	b->len += size;
}
