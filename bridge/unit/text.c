// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/text.h"

Str text_trim_end(Str s)
{
	while (s.len && char_is_white(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

Str text_trim(Str s)
{
	while (s.len && char_is_white(s.ptr[0]))
		s = str_sub(s, 1, s.len);
	return text_trim_end(s);
}

/* Returns the length of the well-formed UTF-8 sequence at the start of `s`, or 0. */
static size_t utf8_sequence(Str s)
{
	const unsigned char *p = (const unsigned char *)s.ptr;
	static const struct {
		unsigned char low, high, low2, high2;
		size_t len;
	} rows[] = {
		{ 0x00, 0x7f, 0, 0, 1 },       { 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (p[0] < rows[i].low || p[0] > rows[i].high)
			continue;
		if (rows[i].len > s.len)
			return 0;
		if (rows[i].len > 1 && (p[1] < rows[i].low2 || p[1] > rows[i].high2))
			return 0;
		for (size_t k = 2; k < rows[i].len; k++)
			if ((p[k] & 0xc0) != 0x80)
				return 0;
		return rows[i].len;
	}
	return 0;
}

bool text_is_utf8(Str s)
{
	while (s.len) {
		const size_t n = utf8_sequence(s);
		if (!n)
			return false;
		s = str_sub(s, n, s.len);
	}
	return true;
}

StrVec text_split(Arena *a, Str s)
{
	StrVec out = { 0 };
	Str word;
	while (str_next_word(&s, &word))
		*vec_push(a, &out, Str) = word;
	return out;
}

/* Moves one piece of a word (a quoted stretch or a character) from `*s` to `to`. */
static void take_quoted_piece(Str *s, Buf *to)
{
	const char c = s->ptr[0];
	size_t i = 1;
	if (c == '\'') {
		while (i < s->len && s->ptr[i] != '\'')
			buf_char(to, s->ptr[i++]);
		i++;
	} else if (c == '"') {
		for (; i < s->len && s->ptr[i] != '"'; i++) {
			if (s->ptr[i] == '\\' && i + 1 < s->len)
				i++;
			buf_char(to, s->ptr[i]);
		}
		i++;
	} else if (c == '\\' && s->len > 1) {
		buf_char(to, s->ptr[i++]);
	} else {
		buf_char(to, c);
	}
	*s = str_sub(*s, i, s->len);
}

StrVec text_split_quoted(Arena *a, Str s)
{
	StrVec out = { 0 };
	scoped_buf word = { 0 };
	for (;;) {
		while (s.len && char_is_white(s.ptr[0]))
			s = str_sub(s, 1, s.len);
		if (!s.len)
			return out;
		buf_clear(&word);
		while (s.len && !char_is_white(s.ptr[0]))
			take_quoted_piece(&s, &word);
		*vec_push(a, &out, Str) = arena_str(a, buf_str(&word));
	}
}

Str text_lookup(Str words, Str key)
{
	Str word, name, value;
	while (str_next_word(&words, &word))
		if (str_cut(word, '=', &name, &value) && str_eq(name, key))
			return value;
	return (Str){ 0 };
}
