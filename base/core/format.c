// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/format.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct FormatText {
	char *to;
	size_t room, len;
} FormatText;

static void put_bytes(FormatText *t, const char *s, size_t len)
{
	if (t->len < t->room) {
		const size_t left = t->room - t->len;
		memcpy(t->to + t->len, s, len < left ? len : left);
	}
	t->len += len;
}

static void put_number(FormatText *t, uintmax_t value)
{
	enum { DIGITS = 24 };
	char digits[DIGITS];
	size_t at = DIGITS;
	do
		digits[--at] = (char)('0' + value % 10);
	while (value /= 10);
	put_bytes(t, digits + at, DIGITS - at);
}

static bool put_piece(FormatText *t, int len, const char *s)
{
	if (len < 0)
		return false;
	if (len)
		put_bytes(t, s, strnlen(s, (size_t)len));
	return true;
}

typedef struct FormatArgs { /* a va_list that can be passed by pointer */
	va_list list;
} FormatArgs;

/* Formats one conversion; `*fmt` is behind its `%`. Returns false if the conversion is not
 * supported here. */
static bool put_conversion(FormatText *t, const char **fmt, FormatArgs *args)
{
	const char *f = *fmt;
	const char *text;
	char c;
	if (f[0] == '.' && f[1] == '*' && f[2] == 's') {
		*fmt += 3;
		const int len = va_arg(args->list, int);
		return put_piece(t, len, va_arg(args->list, const char *));
	}
	*fmt += f[0] == 'z' ? 2 : 1;
	switch (f[0]) {
	case 's':
		text = va_arg(args->list, const char *);
		if (text)
			put_bytes(t, text, strlen(text));
		return text != NULL;
	case 'c':
		c = (char)va_arg(args->list, int);
		put_bytes(t, &c, 1);
		return true;
	case 'u':
		put_number(t, va_arg(args->list, unsigned));
		return true;
	case 'z':
		if (f[1] == 'u')
			put_number(t, va_arg(args->list, size_t));
		return f[1] == 'u';
	case '%':
		put_bytes(t, "%", 1);
		return true;
	default:
		return false;
	}
}

static bool format_quickly(FormatText *t, const char *fmt, FormatArgs *args)
{
	while (*fmt) {
		const char *percent = strchrnul(fmt, '%');
		put_bytes(t, fmt, (size_t)(percent - fmt));
		if (!*percent)
			break;
		fmt = percent + 1;
		if (!put_conversion(t, &fmt, args))
			return false;
	}
	if (t->room)
		t->to[t->len < t->room ? t->len : t->room - 1] = '\0';
	return true;
}

size_t format_text(char *to, size_t room, const char *fmt, va_list args)
{
	FormatText t = { .to = to, .room = room };
	FormatArgs copy;
	va_copy(copy.list, args);
	const bool done = format_quickly(&t, fmt, &copy);
	va_end(copy.list);
	if (done)
		return t.len;
	const int len = vsnprintf(to, room, fmt, args);
	return len < 0 ? 0 : (size_t)len;
}
