// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/screen.h"

#include "base/core/output.h"

typedef struct ControlRange {
	int32_t first, last;
} ControlRange;

/*
 * Unicode's control characters, and those of its format characters that are invisible and change
 * what others look like. U+200C and U+200D are needed to write several scripts, so they stay.
 */
static const ControlRange controls[] = {
	{ 0x00, 0x1f },       { 0x7f, 0x9f },     { 0xad, 0xad },     { 0x61c, 0x61c },
	{ 0x180e, 0x180e },   { 0x200b, 0x200b }, { 0x200e, 0x200f }, { 0x2028, 0x202e },
	{ 0x2060, 0x206f },   { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0001, 0xe0001 },
	{ 0xe0020, 0xe007f },
};

bool screen_is_control(int32_t c)
{
	bool found = c < 0;
	for (size_t i = 0; !found && i < COUNT_OF(controls) && c >= controls[i].first; i++)
		found = c <= controls[i].last;
	return found;
}

int32_t screen_character(Str s, size_t *len)
{
	const unsigned char *p = (const unsigned char *)s.ptr;
	static const unsigned char marks[] = { 0x7f, 0x1f, 0x0f, 0x07 };
	const size_t n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	*len = 1;
	if (str_utf8_prefix(str_sub(s, 0, n)) < n)
		return ~(int32_t)p[0];
	int32_t c = p[0] & marks[n - 1];
	for (size_t i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3f);
	*len = n;
	return c;
}

static void add_escape(Buf *to, int32_t c)
{
	static const char names[] = { [0] = '0', ['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r' };
	if (c < 0)
		buf_printf(to, "\\x%02x", (unsigned)~c);
	else if (c < (int32_t)sizeof(names) && names[c])
		buf_printf(to, "\\%c", names[c]);
	else
		buf_printf(to, "\\u{%x}", (unsigned)c);
}

static bool is_plain(char c)
{
	return c >= ' ' && c < 0x7f;
}

typedef enum Kept { KEPT_NOTHING, KEPT_LINES } Kept; /* the controls that are not escaped */

static void add_shown(Buf *to, Str s, Kept kept)
{
	for (size_t i = 0; i < s.len;) {
		size_t n = i;
		while (n < s.len && is_plain(s.ptr[n]))
			n++;
		buf_add(to, str_sub(s, i, n));
		i = n;
		if (i == s.len)
			break;
		const int32_t c = screen_character(str_sub(s, i, s.len), &n);
		if (screen_is_control(c) && !(kept && (c == '\n' || c == '\t')))
			add_escape(to, c);
		else
			buf_add(to, str_sub(s, i, i + n));
		i += n;
	}
}

void screen_free(ScreenText *t)
{
	buf_free(&t->made);
}

void screen_show(Buf *to, Str s)
{
	add_shown(to, s, KEPT_LINES);
}

void screen_add(ScreenText *t, Str s)
{
	add_shown(&t->made, s, KEPT_LINES);
}

void screen_add_word(ScreenText *t, Str s)
{
	add_shown(&t->made, s, KEPT_NOTHING);
}

void screen_char(ScreenText *t, char c)
{
	screen_add(t, (Str){ &c, 1 });
}

void screen_vprintf(ScreenText *t, const char *fmt, va_list args)
{
	scoped_arena scratch = { 0 };
	screen_add(t, arena_vprintf(&scratch, fmt, args));
}

void screen_printf(ScreenText *t, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	screen_vprintf(t, fmt, args);
	va_end(args);
}

/* Weight, slant, lines and text colours: these can neither hide text nor draw a background. */
static bool is_letter_style(uint64_t n)
{
	return n <= 4 || (n >= 22 && n <= 24) || (n >= 30 && n <= 37) || n == 39 ||
	       (n >= 90 && n <= 97);
}

/* Checks the numbers of `ESC [ numbers m`. Sets *reset to whether the last one is a reset. */
static bool are_letter_styles(Str numbers, bool *reset)
{
	Str one;
	while (str_next(&numbers, ';', &one)) {
		uint64_t n = 0;
		if (one.len && !str_to_u64(one, &n))
			return false;
		*reset = n == 0;
		if (n == 38) /* `38;5;N`: one of 256 colours */
			n = str_next(&numbers, ';', &one) && str_eq(one, STR("5")) &&
			                    str_next(&numbers, ';', &one) && str_to_u64(one, &n) &&
			                    n < 256
			            ? 30
			            : UINT64_MAX;
		if (!is_letter_style(n))
			return false;
	}
	return true;
}

/* The length of the style sequence at the start of `s`; 0 if there is none. */
static size_t style_length(Str s, bool *reset)
{
	size_t n = 2;
	if (!str_starts_with(s, STR("\033[")))
		return 0;
	while (n < s.len && (char_is_digit(s.ptr[n]) || s.ptr[n] == ';'))
		n++;
	*reset = true;
	return n < s.len && s.ptr[n] == 'm' && are_letter_styles(str_sub(s, 2, n), reset) ? n + 1
	                                                                                  : 0;
}

void screen_add_coloured(ScreenText *t, Str s)
{
	bool plain = true;
	while (s.len) {
		bool reset;
		const ptrdiff_t escape = str_find(s, '\033');
		const size_t text = escape < 0 ? s.len : (size_t)escape;
		screen_add(t, str_sub(s, 0, text));
		s = str_sub(s, text, s.len);
		const size_t style = style_length(s, &reset);
		if (style) {
			buf_add(&t->made, str_sub(s, 0, style));
			plain = reset;
		} else {
			screen_add(t, str_sub(s, 0, 1));
		}
		s = str_sub(s, style ? style : 1, s.len);
	}
	if (!plain)
		screen_style(t, "\033[0m");
}

void screen_style(ScreenText *t, const char *sequence)
{
	buf_add(&t->made, str_from(sequence));
}

Str screen_str(const ScreenText *t)
{
	return buf_str(&t->made);
}

bool screen_write(int fd, const ScreenText *t)
{
	return output_write(fd, screen_str(t));
}

bool screen_print(FILE *out, const ScreenText *t)
{
	const Str text = screen_str(t);
	if (fflush(out) != 0)
		return false;
	if (fileno(out) >= 0)
		return screen_write(fileno(out), t);
	return fwrite(text.ptr, 1, text.len, out) == text.len && fflush(out) == 0;
}
