// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/quote.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void value_is(Str value, const char *expected)
{
	scoped_buf out = { 0 };
	quote_value(&out, value);
	buf_char(&out, '\0');
	assert_string_equal(out.ptr, expected);
}

static void value_survives_make(void **state)
{
	(void)state;
	value_is(STR("plain text"), "plain text");
	value_is(STR("$(shell x) #1"), "$$(shell x) $(RS_HASH)1");
	value_is(STR("two\nlines\n"), "two$(RS_NL)lines$(RS_NL)");
	value_is(STR(" blanks "), "$(RS_NIL) blanks $(RS_NIL)");
	value_is(STR("back\\"), "back\\$(RS_NIL)");
}

static void word_is(Str word, const char *expected)
{
	scoped_buf out = { 0 };
	quote_word(&out, word);
	buf_char(&out, '\0');
	assert_string_equal(out.ptr, expected);
}

static void word_is_quoted_only_if_it_must_be(void **state)
{
	(void)state;
	word_is(STR("-Copt-level=3"), "-Copt-level=3");
	word_is(STR("cfg(unix)"), "'cfg(unix)'");
	word_is(STR("it's"), "'it'\\''s'");
	word_is(STR(""), "''");
}

static void empty_values_are_not_written(void **state)
{
	(void)state;
	scoped_buf out = { 0 };
	quote_assign(&out, "NAME", STR(""));
	quote_assign_names(&out, "NAMES", (StrList){ 0 });
	assert_int_equal(out.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(value_survives_make),
		cmocka_unit_test(word_is_quoted_only_if_it_must_be),
		cmocka_unit_test(empty_values_are_not_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
