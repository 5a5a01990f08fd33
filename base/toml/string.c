// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/toml/reader.h"

typedef struct Raw { /* a string in the source, without its quotes */
	const char *open, *from, *to;
	char quote;
	bool lines;   /* multi-line */
	bool escapes; /* has a backslash that begins an escape */
} Raw;

static bool starts_line_end(const TomlReader *r, const char *p)
{
	return *p == '\n' || (*p == '\r' && p + 1 < r->end && p[1] == '\n');
}

static bool is_closing(const TomlReader *r, const Raw *raw, const char *p)
{
	if (!raw->lines)
		return true;
	return r->end - p >= 3 && p[1] == raw->quote && p[2] == raw->quote;
}

/* Up to two quotes may precede the three that close the string. */
static void close_at(TomlReader *r, Raw *raw, const char *p)
{
	if (!raw->lines) {
		raw->to = p;
		r->at = p + 1;
		return;
	}
	for (int extra = 0; extra < 2 && r->end - p > 3 && p[3] == raw->quote; extra++)
		p++;
	raw->to = p;
	r->at = p + 3;
}

static bool not_closed(TomlReader *r, const Raw *raw, const char *p)
{
	const char *opened = raw->lines ? raw->from : p;
	r->at = p;
	toml_error(r, raw->open, opened, "the string is not closed%s",
	           raw->lines ? "" : " on its line");
	if (raw->lines)
		toml_help(r, "end it with three `%c`", raw->quote);
	else
		toml_help(r,
		          "add the closing `%c`; text of several lines is written between three "
		          "quotes",
		          raw->quote);
	return false;
}

/* The end of a run of plain text. */
static const char *skip_plain(const TomlReader *r, const Raw *raw, const char *p)
{
	if (raw->quote == '"')
		while (p < r->end && !toml_is(*p, TOML_BASIC_STOP))
			p++;
	else
		while (p < r->end && *p != '\'' && !toml_is(*p, TOML_CONTROL))
			p++;
	return p;
}

static void refuse_control(TomlReader *r, const Raw *raw, const char *p)
{
	toml_error(r, p, p + 1, "control character U+%04X is not allowed in a string",
	           (unsigned)(unsigned char)*p);
	if (raw->quote == '"')
		toml_help(r, "write it as `\\u%04X`", (unsigned)(unsigned char)*p);
	else
		toml_help(r, "remove it, or write it as `\\u%04X` in double quotes",
		          (unsigned)(unsigned char)*p);
}

/* Finds the closing quote. Reports control characters and skips them. */
static bool find_end(TomlReader *r, Raw *raw)
{
	const char *p = raw->from;
	for (;;) {
		p = skip_plain(r, raw, p);
		if (p >= r->end)
			return not_closed(r, raw, r->end);
		if (*p == raw->quote && is_closing(r, raw, p)) {
			close_at(r, raw, p);
			return true;
		}
		if (starts_line_end(r, p)) {
			if (!raw->lines)
				return not_closed(r, raw, p);
			p += *p == '\r' ? 2 : 1;
		} else if (*p == '\\') {
			raw->escapes = true;
			p += p + 1 < r->end && (p[1] == '"' || p[1] == '\\') ? 2 : 1;
		} else {
			if (*p != raw->quote)
				refuse_control(r, raw, p);
			p++;
		}
	}
}

static char *put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to++ = (char)c;
		return to;
	}
	if (c < 0x800) {
		*to++ = (char)(0xc0 | c >> 6);
	} else {
		if (c < 0x10000) {
			*to++ = (char)(0xe0 | c >> 12);
		} else {
			*to++ = (char)(0xf0 | c >> 18);
			*to++ = (char)(0x80 | (c >> 12 & 0x3f));
		}
		*to++ = (char)(0x80 | (c >> 6 & 0x3f));
	}
	*to++ = (char)(0x80 | (c & 0x3f));
	return to;
}

/* Decodes `\xHH`, `\uHHHH` or `\UHHHHHHHH` at `p`. Returns its end. */
static const char *decode_code(TomlReader *r, const Raw *raw, const char *p, char **to)
{
	const int digits = p[1] == 'x' ? 2 : p[1] == 'u' ? 4 : 8;
	const char *const escape = p;
	uint32_t code = 0;
	p += 2;
	for (int i = 0; i < digits; i++, p++) {
		const int digit = p < raw->to ? char_hex_value(*p) : -1;
		if (digit < 0) {
			toml_error(r, escape, p, "`\\%c` takes %d hexadecimal digits", escape[1],
			           digits);
			toml_help(r, "for example `\\%c%.*s`", escape[1], digits,
			          &"00000041"[8 - digits]);
			return p;
		}
		code = code << 4 | (uint32_t)digit;
	}
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
		toml_error(r, escape, p, "`" STR_FMT "` is not a Unicode character",
		           (int)(p - escape), escape);
		toml_help(r, "characters are U+0000 to U+D7FF and U+E000 to U+10FFFF");
		return p;
	}
	*to = put_utf8(*to, code);
	return p;
}

/* A backslash at the end of a line removes all white space before the next text. Returns NULL if it
 * is not at the end of a line. */
static const char *skip_continuation(TomlReader *r, const Raw *raw, const char *p)
{
	do
		p++;
	while (p < raw->to && (*p == ' ' || *p == '\t'));
	if (!raw->lines || p >= raw->to || !starts_line_end(r, p))
		return NULL;
	while (p < raw->to && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
		p++;
	return p;
}

static const char *decode_escape(TomlReader *r, const Raw *raw, const char *p, char **to)
{
	static const char names[] = "btnfre\"\\", values[] = "\b\t\n\f\r\033\"\\";
	const char c = p + 1 < raw->to ? p[1] : ' ';
	const char *known = c ? strchr(names, c) : NULL;
	if (known) {
		*(*to)++ = values[known - names];
		return p + 2;
	}
	if (c == 'x' || c == 'u' || c == 'U')
		return decode_code(r, raw, p, to);
	const char *next = skip_continuation(r, raw, p);
	if (next)
		return next;
	if (toml_is(c, TOML_SCALAR_END) || (unsigned char)c >= 0x80)
		toml_error(r, p, p + 1, "a backslash begins an escape, but none follows");
	else
		toml_error(r, p, p + 2, "unknown escape `\\%c`", c);
	toml_help(r, "write `\\\\` for a backslash, or put the text in single quotes, "
	             "where backslashes mean nothing");
	return p + 1;
}

/* Decoded text is never longer than its source. */
static Str decode_escapes(TomlReader *r, const Raw *raw)
{
	char *const text = arena_alloc(r->texts, (size_t)(raw->to - raw->from), 1);
	char *to = text;
	const char *p = raw->from;
	while (p < raw->to) {
		const char *plain = memchr(p, '\\', (size_t)(raw->to - p));
		plain = plain ? plain : raw->to;
		memcpy(to, p, (size_t)(plain - p));
		to += plain - p;
		p = plain < raw->to ? decode_escape(r, raw, plain, &to) : plain;
	}
	return (Str){ text, (size_t)(to - text) };
}

static bool read_string(TomlReader *r, Raw *raw, Str *out)
{
	if (!find_end(r, raw)) {
		*out = STR("");
		return false;
	}
	*out = raw->escapes ? decode_escapes(r, raw)
	                    : (Str){ raw->from, (size_t)(raw->to - raw->from) };
	return true;
}

bool toml_line_string(TomlReader *r, Str *out)
{
	Raw raw = { .open = r->at, .from = r->at + 1, .quote = *r->at };
	return read_string(r, &raw, out);
}

bool toml_string(TomlReader *r, Str *out)
{
	const char quote = *r->at;
	if (r->end - r->at < 3 || r->at[1] != quote || r->at[2] != quote)
		return toml_line_string(r, out);
	Raw raw = { .open = r->at, .from = r->at + 3, .quote = quote, .lines = true };
	if (raw.from < r->end && starts_line_end(r, raw.from))
		raw.from += *raw.from == '\r' ? 2 : 1;
	return read_string(r, &raw, out);
}
