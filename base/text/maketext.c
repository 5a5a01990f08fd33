// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/maketext.h"

#include "base/text/words.h"

void make_free(MakeText *m)
{
	buf_free(&m->make_bytes);
}

static bool is_name_byte(char c)
{
	return char_is_alnum(c) || (unsigned char)c >= 0x80 || (c && strchr("_+-./@", c));
}

bool make_is_name(Str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_name_byte(s.ptr[i]))
			return false;
	return s.len > 0 && s.ptr[0] != '-';
}

bool make_is_variable(Str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_alpha(s.ptr[i]) && s.ptr[i] != '_' && !(i && char_is_digit(s.ptr[i])))
			return false;
	return s.len > 0;
}

/* Keeps the first refusal: later ones may follow from it. */
static void refuse_text(MakeText *m, Str text, const char *why)
{
	if (m->why)
		return;
	m->why = why;
	const size_t len = text.len < sizeof m->what - 1 ? text.len : sizeof m->what - 1;
	for (size_t i = 0; i < len; i++) {
		const unsigned char c = (unsigned char)text.ptr[i];
		m->what[i] = c < ' ' || c >= 0x7f ? '?' : (char)c;
	}
	m->what[len] = '\0';
}

static void put_name(MakeText *m, Str name, Str checked)
{
	if (make_is_name(checked))
		buf_add(&m->make_bytes, name);
	else
		refuse_text(m, name, "make would not read it as a plain name");
}

static bool is_our_variable(Str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.ptr[i] < 'A' || s.ptr[i] > 'Z') && s.ptr[i] != '_')
			return false;
	return str_starts_with(s, STR("RS_"));
}

/* `$(RS_BUILD)/...`: one of our variables, followed by a name. */
static void put_place(MakeText *m, Str place)
{
	Str variable, name;
	if (str_starts_with(place, STR("$(RS_")) &&
	    str_cut(str_sub(place, 2, place.len), ')', &variable, &name) &&
	    is_our_variable(variable) && str_starts_with(name, STR("/")))
		put_name(m, place, str_sub(name, 1, name.len));
	else
		put_name(m, place, place);
}

/* Make drops white space before a value. It uses isspace, in any locale. */
static bool is_lost_in_front(char c)
{
	return char_is_white(c) || ((unsigned char)c >= 0x80 && (unsigned char)c < 0xc0);
}

/* A backslash at the end of a line would continue it, and make drops a carriage return there. */
static bool needs_guard_behind(char c)
{
	return c == '\\' || char_is_white(c);
}

static void put_value(MakeText *m, Str s, bool start)
{
	if (memchr(s.len ? s.ptr : "", '\0', s.len)) {
		refuse_text(m, s,
		            "it has a NUL byte, which neither make nor an environment can hold");
		return;
	}
	if (start && s.len && is_lost_in_front(s.ptr[0]) && s.ptr[0] != '\n')
		buf_add(&m->make_bytes, STR("$(RS_EMPTY)"));
	for (size_t i = 0; i < s.len; i++)
		switch (s.ptr[i]) {
		case '$':
			buf_add(&m->make_bytes, STR("$$"));
			break;
		case '#':
			buf_add(&m->make_bytes, STR("$(RS_HASH)"));
			break;
		case '\n':
			buf_add(&m->make_bytes, STR("$(RS_NL)"));
			break;
		default:
			buf_char(&m->make_bytes, s.ptr[i]);
		}
	if (s.len && needs_guard_behind(s.ptr[s.len - 1]) && s.ptr[s.len - 1] != '\n')
		buf_add(&m->make_bytes, STR("$(RS_EMPTY)"));
}

static void put_word(MakeText *m, Str word)
{
	scoped_buf quoted = { 0 };
	words_add(&quoted, word);
	put_value(m, buf_str(&quoted), false);
}

/* A backslash at the end of a comment would continue it on the next line. */
static void put_comment(MakeText *m, Str text)
{
	for (size_t i = 0; i < text.len; i++) {
		const unsigned char c = (unsigned char)text.ptr[i];
		buf_char(&m->make_bytes, c < ' ' || c == 0x7f || c == '\\' ? '?' : (char)c);
	}
}

static void put_piece(MakeText *m, MakePiece p)
{
	switch (p.kind) {
	case MAKE_NOTHING:
		refuse_text(m, p.text, "its kind is not known");
		break;
	case MAKE_LITERAL:
		buf_add(&m->make_bytes, p.text);
		break;
	case MAKE_NAME:
		put_name(m, p.text, p.text);
		break;
	case MAKE_PLACE:
		put_place(m, p.text);
		break;
	case MAKE_VALUE:
	case MAKE_START:
		put_value(m, p.text, p.kind == MAKE_START);
		break;
	case MAKE_WORD:
		put_word(m, p.text);
		break;
	case MAKE_COMMENT:
		put_comment(m, p.text);
		break;
	}
}

void make_put_pieces(MakeText *m, const MakePiece *pieces, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_piece(m, pieces[i]);
}

void make_put_text(MakeText *m, const MakeText *part)
{
	buf_add(&m->make_bytes, make_str(part));
	if (part->why && !m->why) {
		m->why = part->why;
		memcpy(m->what, part->what, sizeof m->what);
	}
}

void make_put_lines(MakeText *m, Str lines)
{
	buf_add(&m->make_bytes, lines);
}

static void put_variable(MakeText *m, const char *name)
{
	buf_printf(&m->make_bytes, "%-13s = ", name);
	if (!make_is_variable(str_from(name)))
		refuse_text(m, str_from(name), "make does not allow such variable names");
}

void make_assign(MakeText *m, const char *name, Str value)
{
	if (!value.len)
		return;
	put_variable(m, name);
	make_put(m, START(value), LIT("\n"));
}

void make_assign_text(MakeText *m, const char *name, const MakeText *value)
{
	if (make_is_empty(value))
		return;
	put_variable(m, name);
	make_put_text(m, value);
	buf_char(&m->make_bytes, '\n');
}
