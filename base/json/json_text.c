// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/json/json_text.h"

#include "base/text/screen.h"

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && c < 0x7f;
}

/* Returns whether none of eight bytes needs a closer look: all are printable ASCII, no quote and no
 * backslash. */
static bool are_plain(const char *s)
{
	uint64_t word;
	memcpy(&word, s, sizeof(word));
	const uint64_t ones = 0x0101010101010101U;
	const uint64_t quote = word ^ '"' * ones, backslash = word ^ '\\' * ones;
	const uint64_t control = word - 0x20 * ones, last = word + ones;
	return !((control | (quote - ones) | (backslash - ones) | last | word) & 0x80 * ones);
}

/* Skips groups of eight bytes that need no escapes. */
static size_t skip_plain(Str s, size_t i)
{
	while (s.len - i >= sizeof(uint64_t) && are_plain(s.ptr + i))
		i += sizeof(uint64_t);
	return i;
}

/* JSON escapes keep the value and hide from the terminal the characters that it would obey. */
static void add_json_escape(Buf *out, int32_t c)
{
	if (c == '"' || c == '\\')
		buf_printf(out, "\\%c", c);
	else if (c == '\n' || c == '\t' || c == '\r')
		buf_printf(out, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
	else if (c < 0x10000)
		buf_printf(out, "\\u%04x", (unsigned)c);
	else
		buf_printf(out, "\\u%04x\\u%04x", 0xd7c0 + (unsigned)(c >> 10),
		           0xdc00 | ((unsigned)c & 0x3ff));
}

void json_put_string(Buf *out, Str s)
{
	size_t from = 0;
	buf_char(out, '"');
	for (size_t i = skip_plain(s, 0), n = 1; i < s.len; i += n) {
		n = 1;
		if (is_plain((unsigned char)s.ptr[i]))
			continue;
		const int32_t c = screen_character(str_sub(s, i, s.len), &n);
		if (c < 0 || (c != '"' && c != '\\' && !screen_is_control(c)))
			continue; /* bytes that are not UTF-8 are part of a path and must stay */
		buf_add(out, str_sub(s, from, i));
		add_json_escape(out, c);
		from = i + n;
	}
	buf_add(out, str_sub(s, from, s.len));
	buf_char(out, '"');
}

void json_put_key(Buf *out, const char *key, bool comma)
{
	buf_add(out, comma ? STR(", \"") : STR("\""));
	buf_add(out, str_from(key));
	buf_add(out, STR("\": "));
}
