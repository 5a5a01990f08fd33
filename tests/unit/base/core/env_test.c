// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/env.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void any_name_goes_in_code(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	static const Str names[] = { STR_INIT(""), STR_INIT("a b"), STR_INIT("\xc3\xa9"),
		                     STR_INIT("a=\n\0z") };
	static const char *const codes[] = { "x", "x612062", "xc3a9", "x613d0a007a" };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		Str back;
		const Str code = env_code(&a, names[i]);
		assert_true(str_eq(code, str_from(codes[i])));
		assert_true(env_decode(&a, code, &back));
		assert_true(str_eq(back, names[i]));
	}
}

static void what_is_no_code_is_refused(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	static const Str wrong[] = { STR_INIT(""),    STR_INIT("x6"),  STR_INIT("6161"),
		                     STR_INIT("y61"), STR_INIT("x6G"), STR_INIT("x6\0") };
	Str out;
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_false(env_decode(&a, wrong[i], &out));
}

static void the_whole_name_counts(void **state)
{
	(void)state;
	char longer[] = "PATHS=a", own[] = "PATH=b=c";
	char *const env[] = { longer, own, NULL };
	assert_true(str_eq(env_value(env, STR("PATH")), STR("b=c")));
	assert_true(str_eq(env_get(env, "PATH"), STR("b=c")));
	assert_null(env_value(env, STR("PAT")).ptr);
	assert_null(env_value(NULL, STR("PATH")).ptr);
}

static void names_of_variables_have_no_dashes(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	assert_true(str_eq(env_upper(&a, STR("net.a-b_Z\xc3\xa9")), STR("NET.A_B_Z\xc3\xa9")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_name_goes_in_code),
		cmocka_unit_test(the_whole_name_counts),
		cmocka_unit_test(names_of_variables_have_no_dashes),
		cmocka_unit_test(what_is_no_code_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
