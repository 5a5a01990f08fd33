// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/quote.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Make drops blanks around a value, and takes a backslash at its end for a continued line. */
static bool needs_guard(char c)
{
	return is_blank(c) || c == '\\' || c == '\r';
}

void quote_value(Buf *out, Str s)
{
	if (s.len && is_blank(s.ptr[0]))
		buf_add(out, STR("$(RS_NIL)"));
	for (size_t i = 0; i < s.len; i++)
		switch (s.ptr[i]) {
		case '$':
			buf_add(out, STR("$$"));
			break;
		case '#':
			buf_add(out, STR("$(RS_HASH)"));
			break;
		case '\n':
			buf_add(out, STR("$(RS_NL)"));
			break;
		default:
			buf_char(out, s.ptr[i]);
		}
	if (s.len && needs_guard(s.ptr[s.len - 1]))
		buf_add(out, STR("$(RS_NIL)"));
}

static bool is_safe(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("_@%+=:,./-", c));
}

void quote_word(Buf *out, Str s)
{
	bool safe = s.len > 0;
	for (size_t i = 0; i < s.len; i++)
		safe &= is_safe(s.ptr[i]);
	if (safe) {
		buf_add(out, s);
		return;
	}
	buf_char(out, '\'');
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] == '\'')
			buf_add(out, STR("'\\''"));
		else
			buf_char(out, s.ptr[i]);
	buf_char(out, '\'');
}

void quote_assign(Buf *out, const char *name, Str value)
{
	if (value.len == 0)
		return;
	buf_printf(out, "%-13s = ", name);
	quote_value(out, value);
	buf_char(out, '\n');
}

void quote_assign_words(Buf *out, const char *name, StrList words)
{
	scoped_buf text = { 0 };
	for (size_t i = 0; i < words.count; i++) {
		if (i)
			buf_char(&text, ' ');
		quote_word(&text, words.items[i]);
	}
	quote_assign(out, name, buf_str(&text));
}

void quote_assign_names(Buf *out, const char *name, StrList names)
{
	scoped_buf text = { 0 };
	for (size_t i = 0; i < names.count; i++)
		buf_printf(&text, "%s" STR_FMT, i ? " " : "", STR_ARG(names.items[i]));
	quote_assign(out, name, buf_str(&text));
}
