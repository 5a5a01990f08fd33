// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/toml/writer.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* --- strings --- */

typedef struct Metrics {
	unsigned single_quotes, double_quotes; /* the most in a row */
	bool codes;                            /* has characters that need an escape */
	bool backslash, newline, bare;
} Metrics;

static void count_row(char c, char quote, unsigned *row, unsigned *most)
{
	*row = c == quote ? *row + 1 : 0;
	*most = *row > *most ? *row : *most;
}

static bool is_bare(char c)
{
	return char_is_alnum(c) || c == '-' || c == '_';
}

static Metrics metrics_of(Str s)
{
	Metrics m = { .bare = s.len > 0 };
	unsigned singles = 0, doubles = 0;
	for (size_t i = 0; i < s.len; i++) {
		const unsigned char c = (unsigned char)s.ptr[i];
		count_row((char)c, '\'', &singles, &m.single_quotes);
		count_row((char)c, '"', &doubles, &m.double_quotes);
		m.backslash |= c == '\\';
		m.newline |= c == '\n';
		m.codes |= (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f;
		m.bare &= is_bare((char)c);
	}
	return m;
}

static void add_literal(Buf *to, const char *quotes, Str s)
{
	buf_add(to, str_from(quotes));
	buf_add(to, s);
	buf_add(to, str_from(quotes));
}

/* The escape for `c` in double quotes; empty if it needs none. */
static Str escape_of(unsigned char c)
{
	switch (c) {
	case '\b':
		return STR("\\b");
	case '\t':
		return STR("\\t");
	case '\n':
		return STR("\\n");
	case '\f':
		return STR("\\f");
	case '\r':
		return STR("\\r");
	case '\\':
		return STR("\\\\");
	default:
		return (Str){ 0 };
	}
}

/* With `lines`, line ends are written as they are, and so are quotes, except every third in a
 * row. */
static void add_escaped(Buf *to, Str s, bool lines)
{
	const unsigned most = lines ? 2 : 0;
	unsigned row = 0;
	for (size_t i = 0; i < s.len; i++) {
		const unsigned char c = (unsigned char)s.ptr[i];
		const Str escape = c == '\n' && lines ? (Str){ 0 } : escape_of(c);
		row = c == '"' ? row + 1 : 0;
		if (row > most) {
			buf_add(to, STR("\\\""));
			row = 0;
		} else if (escape.len) {
			buf_add(to, escape);
			row = 0;
		} else if ((c < 0x20 && c != '\n') || c == 0x7f) {
			buf_printf(to, "\\u%04X", c);
		} else {
			buf_char(to, (char)c);
		}
	}
}

static void add_basic(Buf *to, Str s)
{
	buf_char(to, '"');
	add_escaped(to, s, false);
	buf_char(to, '"');
}

static void add_basic_lines(Buf *to, Str s, bool newline)
{
	buf_add(to, newline ? STR("\"\"\"\n") : STR("\"\"\""));
	add_escaped(to, s, true);
	buf_add(to, STR("\"\"\""));
}

void toml_write_string(Buf *to, Str s)
{
	const Metrics m = metrics_of(s);
	const bool pretty = !m.codes && !m.backslash; /* needs no escapes in double quotes */
	const bool plain = pretty && m.double_quotes == 0 && !m.newline;
	if (!plain && !m.codes && m.single_quotes == 0 && !m.newline)
		add_literal(to, "'", s);
	else if (!plain && pretty && m.double_quotes <= 2)
		add_basic_lines(to, s, m.newline);
	else if (!plain && !m.codes && m.single_quotes <= 2) {
		buf_add(to, m.newline ? STR("'''\n") : STR("'''"));
		buf_add(to, s);
		buf_add(to, STR("'''"));
	} else if (m.newline)
		add_basic_lines(to, s, true);
	else
		add_basic(to, s);
}

void toml_write_key(Buf *to, Str key)
{
	const Metrics m = metrics_of(key);
	const bool codes = m.codes || m.newline;
	const bool pretty = !codes && !m.backslash && m.double_quotes == 0;
	if (m.bare)
		buf_add(to, key);
	else if (!pretty && !codes && m.single_quotes == 0)
		add_literal(to, "'", key);
	else
		add_basic(to, key);
}

/* --- values --- */

/* Writes the fewest digits that yield the same number, without an exponent, as Rust does. */
static void add_real(Buf *to, double x)
{
	enum { DIGITS_MAX = 17, TEXT_MAX = 32 };
	char text[TEXT_MAX];
	if (isnan(x) || isinf(x)) {
		buf_add(to, isnan(x) ? STR("nan") : x < 0 ? STR("-inf") : STR("inf"));
		return;
	}
	for (int digits = 0; digits < DIGITS_MAX; digits++) {
		snprintf(text, sizeof(text), "%.*e", digits, x);
		if (strtod(text, NULL) == x)
			break;
	}
	const char *mantissa = text[0] == '-' ? text + 1 : text;
	const char *e = strchr(text, 'e');
	const int point = atoi(e + 1) + 1; /* number of digits before the decimal point */
	if (text[0] == '-')
		buf_char(to, '-');
	if (point <= 0)
		buf_add(to, STR("0."));
	for (int i = point; i < 0; i++)
		buf_char(to, '0');
	int done = 0;
	for (const char *c = mantissa; c < e; c++) {
		if (*c == '.')
			continue;
		if (done == point && point > 0)
			buf_char(to, '.');
		buf_char(to, *c);
		done++;
	}
	for (; done < point; done++)
		buf_char(to, '0');
	if (done == point)
		buf_add(to, STR(".0"));
}

static void add_value(Buf *to, const TomlValue *v);

static void add_array(Buf *to, const TomlArray *array)
{
	const bool lines = array->count > 1;
	buf_char(to, '[');
	for (size_t i = 0; i < array->count; i++) {
		if (lines)
			buf_add(to, STR("\n    "));
		add_value(to, &array->items[i]);
		if (lines)
			buf_char(to, ',');
	}
	buf_add(to, lines ? STR("\n]") : STR("]"));
}

static void add_inline_table(Buf *to, const TomlTable *t)
{
	buf_char(to, '{');
	for (size_t i = 0; i < t->count; i++) {
		buf_add(to, i ? STR(", ") : STR(" "));
		toml_write_key(to, t->entries[i].key);
		buf_add(to, STR(" = "));
		add_value(to, &t->entries[i].value);
	}
	buf_add(to, t->count ? STR(" }") : STR("}"));
}

static void add_value(Buf *to, const TomlValue *v)
{
	switch (v->kind) {
	case TOML_STRING:
		toml_write_string(to, v->text);
		break;
	case TOML_INTEGER:
		buf_printf(to, "%" PRId64, v->integer);
		break;
	case TOML_FLOAT:
		add_real(to, v->real);
		break;
	case TOML_BOOL:
		buf_add(to, v->boolean ? STR("true") : STR("false"));
		break;
	case TOML_ARRAY:
		add_array(to, &v->array);
		break;
	case TOML_TABLE:
		add_inline_table(to, v->table);
		break;
	default:
		buf_add(to, v->text);
		break;
	}
}

/* --- tables --- */

static bool is_array_of_tables(const TomlValue *v)
{
	if (v->kind != TOML_ARRAY || v->array.count == 0)
		return false;
	for (size_t i = 0; i < v->array.count; i++)
		if (v->array.items[i].kind != TOML_TABLE)
			return false;
	return true;
}

static bool has_header(const TomlValue *v)
{
	return v->kind == TOML_TABLE || is_array_of_tables(v);
}

typedef struct Header {
	Str path; /* as written; empty: the root */
	bool element;
} Header;

static void add_body(Buf *to, const TomlTable *t)
{
	for (size_t i = 0; i < t->count; i++) {
		if (has_header(&t->entries[i].value))
			continue;
		toml_write_key(to, t->entries[i].key);
		buf_add(to, STR(" = "));
		add_value(to, &t->entries[i].value);
		buf_char(to, '\n');
	}
}

/* Tables that contain only tables need no header. */
static bool is_shown(const TomlTable *t, const Header *h)
{
	bool only_tables = true;
	for (size_t i = 0; i < t->count; i++)
		only_tables &= has_header(&t->entries[i].value);
	return h->element || !only_tables || (h->path.len && t->count == 0);
}

static void add_table(Buf *to, const TomlTable *t, Header h);

static void add_tables_of(Buf *to, const TomlEntry *e, Str above)
{
	scoped_buf path = { 0 };
	buf_add(&path, above);
	if (above.len)
		buf_char(&path, '.');
	toml_write_key(&path, e->key);
	if (e->value.kind == TOML_TABLE)
		add_table(to, e->value.table, (Header){ buf_str(&path), false });
	else
		for (size_t i = 0; i < e->value.array.count; i++)
			add_table(to, e->value.array.items[i].table,
			          (Header){ buf_str(&path), true });
}

/* The recursion is limited by the depth of the tree, which its maker limits. */
static void add_table(Buf *to, const TomlTable *t, Header h)
{
	if (is_shown(t, &h)) {
		if (to->len)
			buf_char(to, '\n');
		if (h.path.len)
			buf_printf(to, h.element ? "[[" STR_FMT "]]\n" : "[" STR_FMT "]\n",
			           STR_ARG(h.path));
		add_body(to, t);
	}
	for (size_t i = 0; i < t->count; i++)
		if (has_header(&t->entries[i].value))
			add_tables_of(to, &t->entries[i], h.path);
}

void toml_write(Buf *to, const TomlTable *root)
{
	scoped_buf text = { 0 }; /* text that is already in `to` must not look like a table */
	add_table(&text, root, (Header){ 0 });
	buf_add(to, buf_str(&text));
}
