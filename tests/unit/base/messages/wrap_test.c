// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/messages/wrap.h"

#include "base/messages/term.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_wrapped(const char *text, WrapShape shape, const char *expected)
{
	scoped_buf said = { 0 };
	wrap_text(&said, str_from(text), shape);
	assert_string_equal(said.ptr, expected);
}

/* No line may be wider, or end in a blank. */
static void assert_lines(Str text, size_t width)
{
	for (size_t i = 0; i < text.len;) {
		size_t end = i;
		while (end < text.len && text.ptr[end] != '\n')
			end++;
		const Str line = str_sub(text, i, end);
		assert_true(term_columns(line) <= width);
		assert_true(line.len == 0 || line.ptr[line.len - 1] != ' ');
		i = end + 1;
	}
}

static void lines_break_at_blanks(void **state)
{
	(void)state;
	assert_wrapped("one two three", (WrapShape){ 7, 0, 0 }, "one two\nthree");
	assert_wrapped("one two three", (WrapShape){ 6, 2, 0 }, "one\n  two\n  three");
	assert_wrapped("one two three", (WrapShape){ 13, 0, 0 }, "one two three");
	assert_wrapped("one two three", (WrapShape){ 13, 4, 4 }, "one two\n    three");
	assert_wrapped("one  two ", (WrapShape){ 80, 0, 0 }, "one two");
}

static void paragraphs_stay_apart(void **state)
{
	(void)state;
	assert_wrapped("one two\n\nthree four", (WrapShape){ 8, 1, 0 }, "one two\n\n three\n four");
}

static void long_words_are_not_cut(void **state)
{
	(void)state;
	assert_wrapped("a x86_64-unknown-l4re-uclibc b", (WrapShape){ 10, 2, 0 },
	               "a\n  x86_64-unknown-l4re-uclibc\n  b");
	assert_wrapped("a b", (WrapShape){ 0, 0, 0 }, "a\nb");
}

static void characters_count_and_neither_bytes_nor_colours(void **state)
{
	(void)state;
	assert_wrapped("\xc3\xa4\xc3\xb6\xc3\xbc \xc3\x9f", (WrapShape){ 5, 0, 0 },
	               "\xc3\xa4\xc3\xb6\xc3\xbc \xc3\x9f");
	assert_wrapped("\xc3\xa4\xc3\xb6\xc3\xbc \xc3\x9f", (WrapShape){ 4, 0, 0 },
	               "\xc3\xa4\xc3\xb6\xc3\xbc\n\xc3\x9f");
	assert_wrapped("\033[1mab\033[0m cd", (WrapShape){ 5, 0, 0 }, "\033[1mab\033[0m cd");
}

static const WrapRow rows[] = {
	{ STR_INIT("-v, --verbose"), STR_INIT("say more") },
	{ STR_INIT("    --color <WHEN>"),
	  STR_INIT("colour messages [possible values: auto, always, never]") },
	{ STR_INIT("-x"), STR_INIT("") },
};

static void assert_rows(size_t width, const char *expected)
{
	scoped_buf said = { 0 };
	wrap_rows(&said, rows, COUNT_OF(rows), width);
	assert_string_equal(said.ptr, expected);
	assert_lines(buf_str(&said), width);
}

static void meanings_hang_beside_their_terms(void **state)
{
	(void)state;
	assert_rows(200,
	            "  -v, --verbose       say more\n"
	            "      --color <WHEN>  colour messages [possible values: auto, always, never]\n"
	            "  -x\n");
	assert_rows(60, "  -v, --verbose       say more\n"
	                "      --color <WHEN>  colour messages [possible values:\n"
	                "                      auto, always, never]\n"
	                "  -x\n");
}

static void meanings_stand_below_where_it_is_narrow(void **state)
{
	(void)state;
	assert_rows(40, "  -v, --verbose\n"
	                "          say more\n"
	                "      --color <WHEN>\n"
	                "          colour messages [possible\n"
	                "          values: auto, always, never]\n"
	                "  -x\n");
}

static size_t width_with(const char *setting)
{
	char *text = strdup(setting);
	char *const env[] = { text, NULL };
	FILE *file = tmpfile();
	const size_t width = wrap_width(file, env);
	fclose(file);
	free(text);
	return width;
}

static void columns_say_the_width_and_a_file_has_80(void **state)
{
	(void)state;
	assert_int_equal(width_with("COLUMNS=40"), 40);
	assert_int_equal(width_with("COLUMNS=200"), 200);
	assert_int_equal(width_with("COLUMNS=0"), 80);
	assert_int_equal(width_with("COLUMNS=-1"), 80);
	assert_int_equal(width_with("COLUMNS="), 80);
	assert_int_equal(width_with("X="), 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_break_at_blanks),
		cmocka_unit_test(paragraphs_stay_apart),
		cmocka_unit_test(long_words_are_not_cut),
		cmocka_unit_test(characters_count_and_neither_bytes_nor_colours),
		cmocka_unit_test(meanings_hang_beside_their_terms),
		cmocka_unit_test(meanings_stand_below_where_it_is_narrow),
		cmocka_unit_test(columns_say_the_width_and_a_file_has_80),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
