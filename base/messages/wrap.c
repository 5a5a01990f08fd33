// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/messages/wrap.h"

#include "base/core/env.h"
#include "base/messages/term.h"

enum { USUAL_WIDTH = 80, TERM_INDENT = 2, GAP = 2, BELOW_INDENT = 10 };

size_t wrap_width(FILE *out, char *const *env)
{
	uint64_t columns;
	if (str_to_u64(env_get(env, "COLUMNS"), &columns) && columns > 0)
		return columns;
	const unsigned terminal = term_width(out);
	return terminal ? terminal : USUAL_WIDTH;
}

static void add_blanks(Buf *to, size_t count)
{
	while (count--)
		buf_char(to, ' ');
}

/* The word that begins at `start`. */
static Str word_at(Str text, size_t start)
{
	size_t end = start;
	while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != '\n')
		end++;
	return str_sub(text, start, end);
}

void wrap_text(Buf *to, Str text, WrapShape shape)
{
	size_t column = shape.used;
	size_t owed = 0; /* blanks before the next word; empty lines have none */
	bool has_word = false;
	for (size_t i = 0; i < text.len;) {
		const Str word = word_at(text, i);
		const size_t columns = term_columns(word);
		const bool full = word.len && has_word && column + 1 + columns > shape.width;
		if (full || text.ptr[i] == '\n') {
			buf_char(to, '\n');
			column = owed = shape.indent;
			has_word = false;
		}
		if (word.len) {
			add_blanks(to, has_word ? 1 : owed);
			buf_add(to, word);
			column += columns + has_word;
			has_word = true;
		}
		i += word.len ? word.len : 1; /* else it is a blank or a line feed */
	}
}

static size_t widest_term(const WrapRow *rows, size_t count)
{
	size_t widest = 0;
	for (size_t i = 0; i < count; i++) {
		const size_t columns = term_columns(rows[i].term);
		widest = columns > widest ? columns : widest;
	}
	return widest;
}

static bool rows_fit(const WrapRow *rows, size_t count, size_t room)
{
	for (size_t i = 0; i < count; i++)
		if (term_columns(rows[i].meaning) > room)
			return false;
	return true;
}

void wrap_rows(Buf *to, const WrapRow *rows, size_t count, size_t width)
{
	const size_t beside = TERM_INDENT + widest_term(rows, count) + GAP;
	const bool below =
		beside > width / 2 && !rows_fit(rows, count, width > beside ? width - beside : 0);
	const size_t indent = below ? BELOW_INDENT : beside;
	for (size_t i = 0; i < count; i++) {
		add_blanks(to, TERM_INDENT);
		buf_add(to, rows[i].term);
		if (rows[i].meaning.len) {
			if (below)
				buf_char(to, '\n');
			const size_t used = below ? 0 : TERM_INDENT + term_columns(rows[i].term);
			add_blanks(to, indent - used);
			wrap_text(to, rows[i].meaning, (WrapShape){ width, indent, indent });
		}
		buf_char(to, '\n');
	}
}
