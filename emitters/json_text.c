// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/json_text.h"

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
}

static void escape(Buf *out, unsigned char c)
{
	if (c == '"' || c == '\\')
		buf_printf(out, "\\%c", c);
	else if (c == '\n' || c == '\t' || c == '\r')
		buf_printf(out, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
	else
		buf_printf(out, "\\u%04x", c);
}

void json_put_string(Buf *out, Str s)
{
	size_t from = 0;
	buf_char(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (is_plain((unsigned char)s.ptr[i]))
			continue;
		buf_add(out, str_sub(s, from, i));
		escape(out, (unsigned char)s.ptr[i]);
		from = i + 1;
	}
	buf_add(out, str_sub(s, from, s.len));
	buf_char(out, '"');
}

void json_put_key(Buf *out, const char *key, bool comma)
{
	if (comma)
		buf_add(out, STR(", "));
	json_put_string(out, str_from(key));
	buf_add(out, STR(": "));
}
