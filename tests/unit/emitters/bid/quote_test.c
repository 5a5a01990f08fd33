// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/quote.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static Str list_of(const Str *words, size_t count, bool names, Arena *a)
{
	scoped_make m = { 0 };
	(names ? quote_assign_names : quote_assign_words)(&m, "LIST", (StrList){ words, count });
	return make_is_whole(&m) ? arena_str(a, make_str(&m)) : STR("refused");
}

static void word_is(const char *word, const char *expected)
{
	scoped_arena a = { 0 };
	const Str one = str_from(word);
	const Str line = list_of(&one, 1, false, &a);
	assert_string_equal(line.ptr, arena_printf(&a, "LIST          = %s\n", expected).ptr);
}

static void word_is_quoted_only_if_it_must_be(void **state)
{
	(void)state;
	word_is("-Copt-level=3", "-Copt-level=3");
	word_is("cfg(unix)", "'cfg(unix)'");
	word_is("it's", "'it'\\''s'");
	word_is("", "''");
	word_is("$(shell x) #1", "'$$(shell x) $(RS_HASH)1'");
	word_is("two\nlines", "'two$(RS_NL)lines'");
}

static void names_are_not_quoted_but_checked(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const Str good[] = { STR("std"), STR("a+b") }, bad[] = { STR("std"), STR("a b") };
	assert_string_equal(list_of(good, 2, true, &a).ptr, "LIST          = std a+b\n");
	assert_string_equal(list_of(bad, 2, true, &a).ptr, "refused");
}

static void empty_values_are_not_written(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	assert_string_equal(list_of(NULL, 0, true, &a).ptr, "");
	assert_string_equal(list_of(NULL, 0, false, &a).ptr, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(word_is_quoted_only_if_it_must_be),
		cmocka_unit_test(names_are_not_quoted_but_checked),
		cmocka_unit_test(empty_values_are_not_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
