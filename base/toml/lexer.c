// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/toml/reader.h"

enum { STOP = TOML_CONTROL | TOML_BASIC_STOP, END = TOML_SCALAR_END };

const unsigned char toml_class[256] = {
	[0 ... 8] = STOP | END,
	['\t'] = END,
	[10 ... 31] = STOP | END,
	[' '] = END,
	['"'] = TOML_BASIC_STOP | END,
	['#'] = END,
	['\''] = END,
	[','] = END,
	['-'] = TOML_BARE,
	['0' ... '9'] = TOML_BARE | TOML_DIGIT,
	['='] = END,
	['A' ... 'Z'] = TOML_BARE,
	['['] = END,
	['\\'] = TOML_BASIC_STOP,
	[']'] = END,
	['_'] = TOML_BARE,
	['a' ... 'z'] = TOML_BARE,
	['{'] = END,
	['}'] = END,
	[127] = STOP | END,
};

Span toml_span(const TomlReader *r, const char *from, const char *to)
{
	return (Span){ r->src, (uint32_t)(from - r->src->text.ptr), (uint32_t)(to - from) };
}

Diag *toml_more(TomlReader *r)
{
	return r->errors <= TOML_ERRORS_SHOWN ? r->diag : &r->silent;
}

Diag *toml_counted(TomlReader *r)
{
	r->errors++;
	return toml_more(r);
}

void toml_skip_space(TomlReader *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\t'))
		r->at++;
}

static bool at_newline(const TomlReader *r)
{
	if (toml_peek(r) == '\r')
		return r->at + 1 < r->end && r->at[1] == '\n';
	return toml_peek(r) == '\n';
}

static void refuse_control(TomlReader *r)
{
	toml_error(r, r->at, r->at + 1, "control character U+%04X is not allowed in a comment",
	           (unsigned)(unsigned char)*r->at);
	toml_help(r, "remove it; most editors can show such characters");
	r->at++;
}

/* Skips to the line end. */
static void skip_comment(TomlReader *r)
{
	for (;;) {
		while (r->at < r->end && !toml_is(*r->at, TOML_CONTROL))
			r->at++;
		if (r->at >= r->end || at_newline(r))
			return;
		refuse_control(r);
	}
}

void toml_skip_blank(TomlReader *r)
{
	for (;;) {
		toml_skip_space(r);
		if (toml_peek(r) == '#')
			skip_comment(r);
		if (!at_newline(r))
			return;
		r->at += *r->at == '\r' ? 2 : 1;
	}
}

bool toml_end_of_line(TomlReader *r)
{
	toml_skip_space(r);
	if (toml_peek(r) == '#')
		skip_comment(r);
	if (r->at >= r->end || at_newline(r))
		return true;
	toml_unexpected(r, "the end of the line");
	toml_help(r, "begin a new line: each key and each header has its own");
	return false;
}

/* The end of the character at `at`; the text is valid UTF-8. */
static const char *character_end(const TomlReader *r)
{
	const char *p = r->at + 1;
	while (p < r->end && ((unsigned char)*p & 0xc0) == 0x80)
		p++;
	return p;
}

bool toml_unexpected(TomlReader *r, const char *expected)
{
	if (r->at >= r->end)
		return toml_error(r, r->end, r->end, "expected %s, but the file ends", expected);
	if (at_newline(r))
		return toml_error(r, r->at, r->at + 1, "expected %s, but the line ends", expected);
	if (toml_is(*r->at, TOML_CONTROL))
		return toml_error(r, r->at, r->at + 1,
		                  "expected %s, found control character U+%04X", expected,
		                  (unsigned)(unsigned char)*r->at);
	const char *end = character_end(r);
	return toml_error(r, r->at, end, "expected %s, found `" STR_FMT "`", expected,
	                  (int)(end - r->at), r->at);
}

static void skip_line(TomlReader *r)
{
	const char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
	r->at = newline ? newline + 1 : r->end;
}

/* Returns whether this line looks like `key = ...` or `[header]`, and not like the inside of an
 * array. */
static bool is_statement(const TomlReader *r)
{
	TomlReader look = *r;
	toml_skip_space(&look);
	const bool header = toml_peek(&look) == '[';
	while (toml_peek(&look) == '[')
		look.at++;
	const char *key = look.at;
	while (look.at < look.end && toml_is(*look.at, TOML_BARE))
		look.at++;
	if (look.at == key)
		return false;
	toml_skip_space(&look);
	const char next = toml_peek(&look);
	return header ? next == ']' || next == '.' : next == '=' || next == '.';
}

/* After a mistake within brackets the next lines mean nothing by themselves: they are skipped. */
void toml_recover(TomlReader *r)
{
	skip_line(r);
	while (r->brackets && r->at < r->end && !is_statement(r))
		skip_line(r);
	r->brackets = 0;
}
