// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/messages.h"

typedef struct Scan {
	const char *at, *end;
} Scan;

static void skip_blanks(Scan *s)
{
	while (s->at < s->end && strchr(" \t\r\n", *s->at))
		s->at++;
}

/* Takes the string that begins here and returns its content with the escapes; ptr NULL if it is not
 * a string. */
static Str take_string(Scan *s)
{
	if (s->at >= s->end || *s->at != '"')
		return (Str){ 0 };
	const char *from = ++s->at;
	while (s->at < s->end && *s->at != '"')
		s->at += *s->at == '\\' && s->at + 1 < s->end ? 2 : 1;
	if (s->at >= s->end)
		return (Str){ 0 };
	return (Str){ from, (size_t)(s->at++ - from) };
}

/* Skips any value; it only counts brackets. */
static void skip_value(Scan *s)
{
	size_t depth = 0;
	while (s->at < s->end) {
		const char c = *s->at;
		if (c == '"') {
			if (!take_string(s).ptr)
				s->at = s->end;
		} else {
			if (depth == 0 && (c == ',' || c == '}'))
				return;
			depth += c == '{' || c == '[';
			depth -= (c == '}' || c == ']') && depth;
			s->at++;
		}
	}
}

static void add_utf8(Buf *to, uint32_t c)
{
	if (c < 0x80) {
		buf_char(to, (char)c);
	} else if (c < 0x800) {
		buf_char(to, (char)(0xc0 | c >> 6));
		buf_char(to, (char)(0x80 | (c & 0x3f)));
	} else if (c < 0x10000) {
		buf_char(to, (char)(0xe0 | c >> 12));
		buf_char(to, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_char(to, (char)(0x80 | (c & 0x3f)));
	} else {
		buf_char(to, (char)(0xf0 | c >> 18));
		buf_char(to, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_char(to, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_char(to, (char)(0x80 | (c & 0x3f)));
	}
}

static uint32_t hex_value(Str s)
{
	uint32_t value = 0;
	for (size_t i = 0; i < 4 && i < s.len; i++) {
		const char c = s.ptr[i];
		const char *const digits = "0123456789abcdef";
		const char *const digit = c ? strchr(digits, c | 0x20) : NULL;
		value = value * 16 + (digit ? (uint32_t)(digit - digits) : 0);
	}
	return value;
}

/* Decodes the `\u` at `*i`; two surrogates form one character. */
static uint32_t take_unicode(Str raw, size_t *i)
{
	uint32_t c = hex_value(str_sub(raw, *i + 2, raw.len));
	*i += 6;
	if ((c & 0xfc00) != 0xd800 || !str_starts_with(str_sub(raw, *i, raw.len), STR("\\u")))
		return c;
	const uint32_t low = hex_value(str_sub(raw, *i + 2, raw.len));
	*i += 6;
	return 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff);
}

static Str unescape_json(Str raw, Arena *a)
{
	scoped_buf text = { 0 };
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	for (size_t i = 0; i < raw.len;) {
		if (raw.ptr[i] != '\\' || i + 1 >= raw.len) {
			buf_char(&text, raw.ptr[i++]);
		} else if (raw.ptr[i + 1] == 'u') {
			add_utf8(&text, take_unicode(raw, &i));
		} else {
			const char c = raw.ptr[i + 1];
			const char *const known = c ? strchr(from, c) : NULL;
			buf_char(&text, known ? to[known - from] : c);
			i += 2;
		}
	}
	return arena_str(a, buf_str(&text));
}

typedef struct Members {
	Str type, rendered, level, message, emit;
} Members;

static bool take_members(Str line, Members *m)
{
	Scan s = { line.ptr, str_end(line) };
	const struct {
		Str key;
		Str *to;
	} wanted[] = {
		{ STR("$message_type"), &m->type }, { STR("rendered"), &m->rendered },
		{ STR("level"), &m->level },        { STR("message"), &m->message },
		{ STR("emit"), &m->emit },
	};
	for (char open = '{'; s.at < s.end && *s.at == open; open = ',') {
		s.at++;
		skip_blanks(&s);
		const Str key = take_string(&s);
		skip_blanks(&s);
		if (!key.ptr || s.at >= s.end || *s.at != ':')
			return false;
		s.at++;
		skip_blanks(&s);
		Str *to = NULL;
		for (size_t i = 0; i < COUNT_OF(wanted); i++)
			if (str_eq(wanted[i].key, key))
				to = wanted[i].to;
		if (to && s.at < s.end && *s.at == '"')
			*to = take_string(&s);
		else
			skip_value(&s);
		skip_blanks(&s);
	}
	return s.at < s.end && *s.at == '}';
}

/* Returns whether it is rustc's summary. Ours also names the crate. */
static bool is_summary(Str message)
{
	return str_starts_with(message, STR("aborting due to")) ||
	       str_ends_with(message, STR("warning emitted")) ||
	       str_ends_with(message, STR("warnings emitted"));
}

Message message_parse(Str line, Arena *a)
{
	Members m = { 0 };
	Message out = { .kind = MESSAGE_TEXT, .rendered = line };
	if (!line.len || line.ptr[0] != '{' || !take_members(line, &m) || !m.type.ptr)
		return out;
	out.kind = MESSAGE_NOTHING;
	if (str_eq(m.type, STR("artifact")) && str_eq(m.emit, STR("metadata")))
		out.kind = MESSAGE_METADATA;
	if (!str_eq(m.type, STR("diagnostic")) || is_summary(m.message))
		return out;
	out.kind = MESSAGE_SHOWN;
	out.rendered = unescape_json(m.rendered, a);
	out.is_error = str_starts_with(m.level, STR("error"));
	out.is_warning = str_eq(m.level, STR("warning"));
	return out;
}

void message_add_plain(ScreenText *to, Str s)
{
	scoped_buf plain = { 0 };
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] != '\033' || i + 1 >= s.len || s.ptr[i + 1] != '[') {
			buf_char(&plain, s.ptr[i]);
			continue;
		}
		for (i += 2; i < s.len && (s.ptr[i] < '@' || s.ptr[i] > '~');)
			i++;
	}
	screen_add(to, buf_str(&plain));
}
