// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/buf.h"
#include "base/toml/toml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct Document {
	Arena arena;
	Source src;
	const TomlTable *root;
	unsigned errors;
	char *said; /* the messages */
	size_t said_len;
} Document;

static void document_free(Document *d)
{
	arena_free(&d->arena);
	free(d->said);
}
#define scoped_document with_cleanup(document_free) Document

static void parse_str(Document *d, Str text)
{
	*d = (Document){ .src = { .path = "t.toml", .text = text } };
	FILE *out = open_memstream(&d->said, &d->said_len);
	Diag diag = { .out = out };
	d->root = toml_parse(&d->src, &d->arena, &diag);
	d->errors = diag.errors;
	fclose(out);
}

static void parse(Document *d, const char *text)
{
	parse_str(d, str_from(text));
}

static const TomlTable *parse_valid(Document *d, const char *text)
{
	parse(d, text);
	if (!d->root)
		fail_msg("refused: %s", d->said);
	return d->root;
}

static const TomlValue *value_of(const TomlTable *t, const char *key, TomlKind kind)
{
	const TomlValue *v = toml_get(t, str_from(key));
	if (!v)
		fail_msg("no `%s`", key);
	assert_int_equal(v->kind, kind);
	return v;
}

static void assert_text(const TomlTable *t, const char *key, const char *want)
{
	const Str got = value_of(t, key, TOML_STRING)->text;
	if (!str_eq(got, str_from(want)))
		fail_msg("`%s` is `" STR_FMT "`", key, STR_ARG(got));
}

/* `want`: one line for each message, `line:column: level: text`. */
static void assert_says(const char *text, const char *want)
{
	scoped_document d = { 0 };
	scoped_buf got = { 0 };
	parse(&d, text);
	assert_null(d.root);
	Str rest = { d.said, d.said_len }, line;
	while (str_next(&rest, '\n', &line)) {
		if (!str_starts_with(line, STR("t.toml:")) && !str_starts_with(line, STR("help: ")))
			continue; /* the quoted line */
		buf_add(&got,
		        str_starts_with(line, STR("help")) ? line : str_sub(line, 7, line.len));
		buf_char(&got, '\n');
	}
	if (!str_eq(buf_str(&got), str_from(want)))
		fail_msg("`%s` says\n" STR_FMT "not\n%s", text, STR_ARG(buf_str(&got)), want);
}

static void values_have_their_kinds(void **state)
{
	(void)state;
	scoped_document d = { 0 };
	const TomlTable *t =
		parse_valid(&d, "s = 'x'\ni = -1_000\nh = 0xFf\nf = 6.5e-1\nb = true\n"
	                        "dt = 1979-05-27 07:32:00z\ndl = 1979-05-27t07:32\nd = 1979-05-27\n"
	                        "t = 07:32:00.25\na = [1, 2,]\no = { x = 1 }\n");
	assert_text(t, "s", "x");
	assert_int_equal(value_of(t, "i", TOML_INTEGER)->integer, -1000);
	assert_int_equal(value_of(t, "h", TOML_INTEGER)->integer, 255);
	assert_true(value_of(t, "f", TOML_FLOAT)->real == 0.65);
	assert_true(value_of(t, "b", TOML_BOOL)->boolean);
	assert_true(str_eq(value_of(t, "dt", TOML_DATETIME)->text, STR("1979-05-27T07:32:00Z")));
	assert_true(
		str_eq(value_of(t, "dl", TOML_DATETIME_LOCAL)->text, STR("1979-05-27T07:32:00")));
	assert_true(str_eq(value_of(t, "d", TOML_DATE_LOCAL)->text, STR("1979-05-27")));
	assert_true(str_eq(value_of(t, "t", TOML_TIME_LOCAL)->text, STR("07:32:00.250")));
	assert_int_equal(value_of(t, "a", TOML_ARRAY)->array.count, 2);
	assert_non_null(toml_get_table(t, STR("o")));
	assert_null(toml_get_table(t, STR("a")));
	assert_null(toml_get(t, STR("absent")));
	assert_null(toml_get(NULL, STR("s")));
}

static void integers_span_64_bits(void **state)
{
	(void)state;
	scoped_document d = { 0 };
	const TomlTable *t =
		parse_valid(&d, "min = -9223372036854775808\nmax = 0x7fff_ffff_ffff_ffff\n");
	assert_true(value_of(t, "min", TOML_INTEGER)->integer == INT64_MIN);
	assert_true(value_of(t, "max", TOML_INTEGER)->integer == INT64_MAX);
	assert_says("a = 9223372036854775808\n",
	            "1:5: error: `9223372036854775808` is not a valid value: it does not fit into "
	            "a signed integer of 64 bits\n"
	            "help: if it is text, put it in quotes: \"9223372036854775808\"\n");
	assert_says("a = 1e999\n", "1:5: error: `1e999` is not a valid value: it does not fit into "
	                           "a float of 64 bits\n"
	                           "help: if it is text, put it in quotes: \"1e999\"\n");
}

static void strings_are_decoded(void **state)
{
	(void)state;
	scoped_document d = { 0 };
	const TomlTable *t = parse_valid(&d, "a = \"\\t\\x41\\u00e9\\U0001F600\\e\\\\\"\n"
	                                     "b = '\\n'\n"
	                                     "c = \"\"\"\none \\\n\n   two\"\"\"\"\"\n"
	                                     "d = '''\r\nx\r\n'y''''\n"
	                                     "e = \"\"\n\"quoted key\" = 'k'\n'' = 'empty'\n");
	assert_text(t, "a", "\tA\xc3\xa9\xf0\x9f\x98\x80\033\\");
	assert_text(t, "b", "\\n");
	assert_text(t, "c", "one two\"\"");
	assert_text(t, "d", "x\r\n'y'");
	assert_text(t, "e", "");
	assert_text(t, "quoted key", "k");
	assert_text(t, "", "empty");
}

static void text_without_escapes_is_not_copied(void **state)
{
	(void)state;
	scoped_document d = { 0 };
	const TomlTable *t = parse_valid(&d, "a = \"plain\"\n");
	assert_ptr_equal(toml_get(t, STR("a"))->text.ptr, d.src.text.ptr + 5);
	assert_ptr_equal(toml_entry(t, STR("a"))->key.ptr, d.src.text.ptr);
}

static Str text_at(Span at)
{
	return str_sub(at.src->text, at.start, at.start + (size_t)at.len);
}

static void everything_knows_where_it_stood(void **state)
{
	(void)state;
	scoped_document d = { 0 };
	const TomlTable *t = parse_valid(&d, "[ a.b ]\nkey = [ 'v' ] # c\nx.y = { z = 1 }\n");
	const TomlEntry *a = toml_entry(t, STR("a"));
	assert_true(str_eq(text_at(a->key_at), STR("a")));
	const TomlTable *b = toml_get_table(a->value.table, STR("b"));
	assert_true(str_eq(text_at(b->at), STR("[ a.b ]")));
	const TomlEntry *key = toml_entry(b, STR("key"));
	assert_true(str_eq(text_at(key->key_at), STR("key")));
	assert_true(str_eq(text_at(key->value.at), STR("[ 'v' ]")));
	assert_true(str_eq(text_at(key->value.array.items[0].at), STR("'v'")));
	const TomlTable *x = toml_get_table(b, STR("x"));
	assert_true(str_eq(text_at(x->at), STR("x")));
	assert_true(str_eq(text_at(toml_get_table(x, STR("y"))->at), STR("{ z = 1 }")));
}

static void entries_keep_the_order_of_the_file(void **state)
{
	(void)state;
	scoped_document d = { 0 };
	scoped_buf text = { 0 };
	for (int i = 0; i < 1000; i++)
		buf_printf(&text, "key%d = %d\n", 999 - i, i);
	parse_str(&d, buf_str(&text));
	assert_non_null(d.root);
	assert_int_equal(d.root->count, 1000);
	for (int i = 0; i < 1000; i++) {
		char key[16];
		snprintf(key, sizeof(key), "key%d", 999 - i);
		assert_int_equal(d.root->entries[i].value.integer, i);
		assert_int_equal(value_of(d.root, key, TOML_INTEGER)->integer, i);
	}
	assert_null(toml_get(d.root, STR("key1000")));
}

static void headers_extend_the_last_of_an_array(void **state)
{
	(void)state;
	scoped_document d = { 0 };
	const TomlTable *t =
		parse_valid(&d, "[[bin]]\nname = 'a'\n[bin.x]\ny = 1\n[[bin]]\nname = 'b'\n"
	                        "[[bin.z]]\n[[bin.z]]\n[[bin]]\n");
	const TomlArray *bins = &value_of(t, "bin", TOML_ARRAY)->array;
	assert_int_equal(bins->count, 3);
	assert_text(bins->items[0].table, "name", "a");
	assert_non_null(toml_get_table(bins->items[0].table, STR("x")));
	assert_int_equal(value_of(bins->items[1].table, "z", TOML_ARRAY)->array.count, 2);
	assert_int_equal(bins->items[2].table->count, 0);
}

static void an_implied_table_may_be_defined_later(void **state)
{
	(void)state;
	scoped_document d = { 0 };
	const TomlTable *t = parse_valid(&d, "[a.b]\nx = 1\n[a]\ny = 2\nc.d = 3\n[a.c.e]\n");
	const TomlTable *a = toml_get_table(t, STR("a"));
	assert_int_equal(a->count, 3);
	assert_true(str_eq(text_at(a->at), STR("[a]")));
	assert_non_null(toml_get_table(toml_get_table(a, STR("c")), STR("e")));
}

static void what_is_defined_cannot_be_defined_again(void **state)
{
	(void)state;
	assert_says("a = 1\nb = 2\na = 3\n", "3:1: error: duplicate key `a`\n"
	                                     "1:1: note: `a` is first defined here\n"
	                                     "help: remove one of the two\n");
	assert_says("a = 1\n\"\\u0061\" = 2\n", "2:1: error: duplicate key `a`\n"
	                                        "1:1: note: `a` is first defined here\n"
	                                        "help: remove one of the two\n");
	assert_says("[a]\n[b]\n[a]\n", "3:2: error: table `a` is defined twice\n"
	                               "1:1: note: `a` is first defined here\n"
	                               "help: merge the two, or rename one of them\n");
	assert_says("a = 1\n[a]\n", "2:2: error: table `a` is defined twice\n"
	                            "1:1: note: `a` is first defined here, as an integer\n"
	                            "help: merge the two, or rename one of them\n");
	assert_says("[a]\n[[a]]\n", "2:3: error: array of tables `a` is defined twice\n"
	                            "1:1: note: `a` is first defined here\n"
	                            "help: merge the two, or rename one of them\n");
	assert_says("a = [{}]\n[[a]]\n", "2:3: error: array of tables `a` is defined twice\n"
	                                 "1:1: note: `a` is first defined here, as an array\n"
	                                 "help: merge the two, or rename one of them\n");
	assert_says("a.b = 1\n[a]\n", "2:2: error: table `a` is defined twice\n"
	                              "1:1: note: `a` is first defined here\n"
	                              "help: merge the two, or rename one of them\n");
}

static void what_is_complete_cannot_be_added_to(void **state)
{
	(void)state;
	assert_says("a = 1\na.b = 2\n",
	            "2:1: error: cannot add to `a`: it is an integer\n"
	            "1:1: note: `a` is first defined here\n"
	            "help: write all its keys in one place, or rename one of the two\n");
	assert_says("a = {}\n[a.b]\n",
	            "2:2: error: cannot add to `a`: it is an inline table, which is complete\n"
	            "1:1: note: `a` is first defined here\n"
	            "help: write all its keys in one place, or rename one of the two\n");
	assert_says("[a.b]\n[a]\nb.c = 1\n",
	            "3:1: error: cannot add to `b`: it is defined by a `[header]`\n"
	            "1:4: note: `b` is first defined here\n"
	            "help: write all its keys in one place, or rename one of the two\n");
	assert_says("a = [{}]\n[a.b]\n",
	            "2:2: error: cannot add to `a`: it is an array\n"
	            "1:1: note: `a` is first defined here\n"
	            "help: write all its keys in one place, or rename one of the two\n");
	assert_says("[[a.b]]\n[a]\nb.c = 1\n",
	            "3:1: error: cannot add to `b`: it is an array of "
	            "tables, to which dotted keys cannot add\n"
	            "1:5: note: `b` is first defined here\n"
	            "help: write all its keys in one place, or rename one of the two\n");
}

static void messages_teach(void **state)
{
	(void)state;
	assert_says("name = foo\n", "1:8: error: `foo` is not a value\n"
	                            "help: text is written in quotes: \"foo\"\n");
	assert_says("a = True\n", "1:5: error: `True` is not a value\nhelp: write `true`\n");
	assert_says("a = .5\n", "1:5: error: `.5` is not a value\nhelp: numbers are written 1, "
	                        "1_000, 0xff, 0.5 or 1e9; anything else needs quotes\n");
	assert_says("a = 012\n", "1:5: error: `012` is not a valid value: numbers have no leading "
	                         "zeros\nhelp: if it is text, put it in quotes: \"012\"\n");
	assert_says("a: 1\n", "1:2: error: expected `.` or `=` after the key, found `:`\n"
	                      "help: a key and its value are separated by `=`\n");
	assert_says("a =\n", "1:4: error: expected a value, but the line ends\n"
	                     "help: text stands in quotes, a list in `[ ]`, a table in `{ }`\n");
	assert_says("a", "1:2: error: expected `.` or `=` after the key, but the file ends\n"
	                 "help: write `key = value`, or `[name]` for a header\n");
	assert_says("a = 1 b = 2\n",
	            "1:7: error: expected the end of the line, found `b`\n"
	            "help: begin a new line: each key and each header has its own\n");
	assert_says("\xc3\xa9 = 1\n",
	            "1:1: error: expected a key, found `\xc3\xa9`\n"
	            "help: keys are letters, digits, `_` and `-`; others are written in quotes\n");
	assert_says("[a\n", "1:3: error: expected `]` after the table's name, but the line ends\n"
	                    "help: headers are written `[name]`\n");
	assert_says("a = \"x\n",
	            "1:5: error: the string is not closed on its line\n"
	            "help: add the closing `\"`; text of several lines is written between three "
	            "quotes\n");
	assert_says("a = '''x\n", "1:5: error: the string is not closed\n"
	                          "help: end it with three `'`\n");
	assert_says("a = \"C:\\dir\"\n",
	            "1:8: error: unknown escape `\\d`\n"
	            "help: write `\\\\` for a backslash, or put the text in single quotes, where "
	            "backslashes mean nothing\n");
	assert_says("a = \"\\ud800\"\n",
	            "1:6: error: `\\ud800` is not a Unicode character\n"
	            "help: characters are U+0000 to U+D7FF and U+E000 to U+10FFFF\n");
	assert_says("a = 2023-02-29\n",
	            "1:5: error: `2023-02-29` is not a valid value: that month "
	            "has no such day\nhelp: if it is text, put it in quotes: \"2023-02-29\"\n");
	assert_says("a = [\n  1\n  2\n]\n",
	            "3:3: error: expected `,` or `]`, found `2`\n"
	            "1:5: note: the array begins here\n"
	            "help: put a `,` between its values, and `]` at its end\n");
	assert_says("a = \"\x01\"\n", "1:6: error: control character U+0001 is not allowed in a "
	                              "string\nhelp: write it as `\\u0001`\n");
	assert_says("# \x7f\n",
	            "1:3: error: control character U+007F is not allowed in a "
	            "comment\nhelp: remove it; most editors can show such characters\n");
}

static void each_mistake_is_reported(void **state)
{
	(void)state;
	assert_says("a = \nb = 1\nc d\n[e\nb = 2\n[f]\ng = [1, nix, no]\n",
	            "1:5: error: expected a value, but the line ends\n"
	            "help: text stands in quotes, a list in `[ ]`, a table in `{ }`\n"
	            "3:3: error: expected `.` or `=` after the key, found `d`\n"
	            "help: write `key = value`, or `[name]` for a header\n"
	            "4:3: error: expected `]` after the table's name, but the line ends\n"
	            "help: headers are written `[name]`\n"
	            "7:9: error: `nix` is not a value\n"
	            "help: text is written in quotes: \"nix\"\n"
	            "7:14: error: `no` is not a value\n"
	            "help: text is written in quotes: \"no\"\n");
}

static void a_mistake_inside_an_array_does_not_spread(void **state)
{
	(void)state;
	assert_says("a = [\n  'x'\n  'y',\n  'z',\n]\nb = ?\n",
	            "3:3: error: expected `,` or `]`, found `'`\n"
	            "1:5: note: the array begins here\n"
	            "help: put a `,` between its values, and `]` at its end\n"
	            "6:5: error: `?` is not a value\n"
	            "help: text is written in quotes: \"?\"\n");
}

static void not_more_than_twenty_errors_are_shown(void **state)
{
	(void)state;
	scoped_document d = { 0 };
	scoped_buf text = { 0 };
	for (int i = 0; i < 1000; i++)
		buf_add(&text, STR("a b\n"));
	parse_str(&d, buf_str(&text));
	assert_null(d.root);
	assert_int_equal(d.errors, 20);
	assert_non_null(strstr(d.said, "note: 980 more errors in t.toml are not shown\n"));
}

static void bytes_that_are_not_utf8_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "\x80",         "\xc0\xaf",         "\xe0\x80\x80",
		                           "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
		                           "\xc3",         "\xf0\x9f\x98" };
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		scoped_document d = { 0 };
		scoped_buf text = { 0 };
		buf_printf(&text, "# some text that is longer than a word\n# %s", bad[i]);
		parse_str(&d, buf_str(&text));
		assert_null(d.root);
		assert_non_null(strstr(d.said, "t.toml:2:3: error: byte 0x"));
	}
}

static void nesting_has_a_limit(void **state)
{
	(void)state;
	static const struct {
		const char *before, *open, *close;
	} forms[] = { { "a=", "[", "]" },
		      { "a=", "{a=", "}" },
		      { "", "a.", "a=1" },
		      { "[", "a.", "a]\n" },
		      { "a=", "[{a=", "}]" } };
	for (size_t f = 0; f < COUNT_OF(forms); f++) {
		for (int depth = 50; depth <= 50000; depth *= 1000) {
			scoped_document d = { 0 };
			scoped_buf text = { 0 };
			buf_add(&text, str_from(forms[f].before));
			for (int i = 0; i < depth; i++)
				buf_add(&text, str_from(forms[f].open));
			if (strchr(forms[f].open, '='))
				buf_char(&text, '1');
			for (int i = 0; i < (strchr(forms[f].open, '.') ? 1 : depth); i++)
				buf_add(&text, str_from(forms[f].close));
			parse_str(&d, buf_str(&text));
			assert_int_equal(d.root != NULL, depth == 50);
			if (depth > 50)
				assert_non_null(strstr(d.said, "nested deeper than 128 levels"));
		}
	}
}

static void an_empty_file_is_an_empty_table(void **state)
{
	(void)state;
	static const char *const empty[] = { "", "\xef\xbb\xbf", "\n", " \t# comment", "\r\n" };
	for (size_t i = 0; i < COUNT_OF(empty); i++) {
		scoped_document d = { 0 };
		assert_int_equal(parse_valid(&d, empty[i])->count, 0);
	}
	scoped_document d = { 0 };
	parse_str(&d, (Str){ 0 });
	assert_non_null(d.root);
}

static void kinds_have_names(void **state)
{
	(void)state;
	assert_string_equal(toml_kind_name(TOML_STRING), "a string");
	assert_string_equal(toml_kind_name(TOML_TABLE), "a table");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_have_their_kinds),
		cmocka_unit_test(integers_span_64_bits),
		cmocka_unit_test(strings_are_decoded),
		cmocka_unit_test(text_without_escapes_is_not_copied),
		cmocka_unit_test(everything_knows_where_it_stood),
		cmocka_unit_test(entries_keep_the_order_of_the_file),
		cmocka_unit_test(headers_extend_the_last_of_an_array),
		cmocka_unit_test(an_implied_table_may_be_defined_later),
		cmocka_unit_test(what_is_defined_cannot_be_defined_again),
		cmocka_unit_test(what_is_complete_cannot_be_added_to),
		cmocka_unit_test(messages_teach),
		cmocka_unit_test(each_mistake_is_reported),
		cmocka_unit_test(a_mistake_inside_an_array_does_not_spread),
		cmocka_unit_test(not_more_than_twenty_errors_are_shown),
		cmocka_unit_test(bytes_that_are_not_utf8_are_refused),
		cmocka_unit_test(nesting_has_a_limit),
		cmocka_unit_test(an_empty_file_is_an_empty_table),
		cmocka_unit_test(kinds_have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
