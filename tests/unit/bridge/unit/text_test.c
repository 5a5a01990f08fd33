// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/words.h"
#include "bridge/unit/text.h"

#include "bridge/unit/jobserver.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const char *joined(Arena *a, StrVec words)
{
	Str text = STR("");
	for (size_t i = 0; i < words.count; i++)
		text = arena_printf(a, STR_FMT "<" STR_FMT ">", STR_ARG(text),
		                    STR_ARG(words.items[i]));
	return arena_cstr(a, text);
}

static void words_are_split_as_a_shell_does(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	assert_string_equal(joined(&a,
	                           text_split_quoted(&a, STR("  a 'b c'd \"e'\\\"f\"  \\'g '' "))),
	                    "<a><b cd><e'\"f><'g><>");
	assert_string_equal(joined(&a, text_split_quoted(&a, STR("'open"))), "<open>");
	assert_string_equal(joined(&a, text_split_quoted(&a, STR(" \\"))), "<\\>");
	assert_string_equal(joined(&a, text_split_quoted(&a, STR(""))), "");
}

static void quoting_survives_splitting(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const char *const texts[] = { "plain-1.0/x", "a b", "it's", "", "$(x)`\"\\", "a\nb", "'" };
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		scoped_buf quoted = { 0 };
		words_add(&quoted, str_from(texts[i]));
		const StrVec words = text_split_quoted(&a, buf_str(&quoted));
		assert_int_equal(words.count, 1);
		assert_true(str_eq(words.items[0], str_from(texts[i])));
	}
}

static void utf8_is_checked(void **state)
{
	(void)state;
	assert_true(text_is_utf8(STR("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80")));
	assert_false(text_is_utf8(STR("\xc0\x80")));
	assert_false(text_is_utf8(STR("\xed\xa0\x80")));
	assert_false(text_is_utf8(STR("\xf4\x90\x80\x80")));
	assert_false(text_is_utf8(STR("\xe2\x82")));
	assert_false(text_is_utf8(STR("\x80")));
}

static void makeflags_name_the_jobserver(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	const Str flags =
		arena_printf(&a, "rR -j7 --jobserver-auth=%d,%d -- X=--jobserver-auth=8,9", ends[0],
	                     ends[1]);
	Jobserver s = jobserver_find(&a, flags);
	assert_true(s.present);
	assert_int_equal(s.jobs, 7);
	assert_string_equal(jobserver_flags(&a, &s).ptr,
	                    arena_printf(&a, "-j --jobserver-fds=%d,%d --jobserver-auth=%d,%d",
	                                 ends[0], ends[1], ends[0], ends[1])
	                            .ptr);
	assert_true(jobserver_open(&a, &s));
	char token = 0;
	assert_false(jobserver_try(&s, &token));
	jobserver_give(&s, 'q');
	assert_true(jobserver_try(&s, &token));
	assert_int_equal(token, 'q');
	close(ends[0]);
	close(ends[1]);
	assert_false(jobserver_find(&a, flags).present);
	assert_int_equal(jobserver_find(&a, STR("rR")).jobs, 1);
	assert_string_equal(
		jobserver_flags(&a, &(Jobserver){ .present = true, .auth = STR("fifo:/x") }).ptr,
		"-j --jobserver-auth=fifo:/x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_split_as_a_shell_does),
		cmocka_unit_test(quoting_survives_splitting),
		cmocka_unit_test(utf8_is_checked),
		cmocka_unit_test(makeflags_name_the_jobserver),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
