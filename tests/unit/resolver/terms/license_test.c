// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/license.h"

#include "resolver/terms/license_data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <strings.h>

#include <cmocka.h>

static void is(LicenseKind kind, const char *written, const char *wanted)
{
	scoped_arena a = { 0 };
	Str out;
	assert_int_equal(license_expression(&a, str_from(written), &out), kind);
	assert_string_equal(arena_cstr(&a, out), wanted);
}

static void expressions_get_the_spelling_of_spdx(void **state)
{
	(void)state;
	is(LICENSE_LISTED, "MIT", "MIT");
	is(LICENSE_LISTED, " MIT/Apache-2.0\n", "MIT OR Apache-2.0");
	is(LICENSE_LISTED, "MIT / Apache-2.0/ISC", "MIT OR Apache-2.0 OR ISC");
	is(LICENSE_LISTED, "mit or apache-2.0", "MIT OR Apache-2.0");
	is(LICENSE_LISTED, "(MIT  OR Apache-2.0)AND Unicode-3.0",
	   "(MIT OR Apache-2.0) AND Unicode-3.0");
	is(LICENSE_LISTED, "Apache-2.0 WITH LLVM-exception OR MIT",
	   "Apache-2.0 WITH LLVM-exception OR MIT");
	is(LICENSE_LISTED, "gpl-2.0+ with classpath-exception-2.0",
	   "GPL-2.0+ WITH Classpath-exception-2.0");
	is(LICENSE_PLUS, "MPL-2.0+", "MPL-2.0+");
	is(LICENSE_NONE, "", "");
	is(LICENSE_NONE, " \t", "");
}

static void what_is_none_stays_as_written(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"Proprietary",
		"MIT OR",
		"OR MIT",
		"MIT MIT",
		"MIT,Apache-2.0",
		"(MIT",
		"MIT)",
		"()",
		"MIT WITH MIT",
		"LLVM-exception",
		"(MIT) WITH LLVM-exception",
		"Apache-2.0 WITH LLVM-exception WITH LLVM-exception",
		"LicenseRef-mine",
		"MIT OR \"x\"",
		"MI",
		"MITx",
		"+",
		"/",
		"MIT//ISC",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		is(LICENSE_OTHER, texts[i], texts[i]);
}

static void a_nul_is_no_end(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Str out;
	assert_int_equal(license_expression(&a, STR("MIT\0xxxxxxxxxxxxxxxxxxxxxxxxxxxx"), &out),
	                 LICENSE_OTHER);
}

static void parentheses_may_be_many(void **state)
{
	(void)state;
	enum { MANY = 100000 };
	scoped_arena a = { 0 };
	Str out;
	char *text = arena_array(&a, char, 2 * MANY + 4);
	memset(text, '(', MANY);
	memcpy(text + MANY, "MIT", 3);
	memset(text + MANY + 3, ')', MANY);
	assert_int_equal(license_expression(&a, str_from(text), &out), LICENSE_LISTED);
	assert_int_equal(out.len, 2 * MANY + 3);
}

static void tables_are_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < license_id_count; i++)
		assert_true(strcasecmp(license_ids[i - 1], license_ids[i]) < 0);
	for (size_t i = 1; i < license_exception_count; i++)
		assert_true(strcasecmp(license_exceptions[i - 1], license_exceptions[i]) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expressions_get_the_spelling_of_spdx),
		cmocka_unit_test(what_is_none_stays_as_written),
		cmocka_unit_test(a_nul_is_no_end),
		cmocka_unit_test(parentheses_may_be_many),
		cmocka_unit_test(tables_are_sorted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
