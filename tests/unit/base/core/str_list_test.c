// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/str_list.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const Str items[] = { STR_INIT("lib"), STR_INIT("") };
static const StrList list = { items, COUNT_OF(items) };

static void a_list_has_its_items_and_no_others(void **state)
{
	(void)state;
	assert_true(str_list_has(list, STR("lib")));
	assert_true(str_list_has(list, STR("")));
	assert_false(str_list_has(list, STR("li")));
	assert_false(str_list_has((StrList){ 0 }, STR("")));
}

static void a_prefix_comes_before_the_longer_list(void **state)
{
	(void)state;
	const StrList shorter = { items, 1 };
	assert_true(str_list_compare(shorter, list) < 0);
	assert_true(str_list_compare(list, shorter) > 0);
	assert_int_equal(str_list_compare(list, list), 0);
	assert_false(str_list_eq(list, shorter));
	assert_true(str_list_eq(list, list));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_has_its_items_and_no_others),
		cmocka_unit_test(a_prefix_comes_before_the_longer_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
