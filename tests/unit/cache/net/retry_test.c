// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/net/retry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void first_pause_is_half_a_second_to_one_and_a_half(void **state)
{
	(void)state;
	assert_int_equal(retry_pause(1, 1000, 0), 500);
	assert_int_equal(retry_pause(1, 1000, 999), 1499);
	assert_int_equal(retry_pause(1, 1000, 1000), 500);
}

static void later_pauses_grow_up_to_ten_seconds(void **state)
{
	(void)state;
	assert_int_equal(retry_pause(2, 1000, 7), 3500);
	assert_int_equal(retry_pause(3, 1000, 7), 6500);
	assert_int_equal(retry_pause(4, 1000, 7), 9500);
	assert_int_equal(retry_pause(5, 1000, 7), 10000);
	assert_int_equal(retry_pause(4000000000U, 1000, 7), 10000);
}

static void seconds_may_be_shorter(void **state)
{
	(void)state;
	assert_int_equal(retry_pause(1, 0, 12345), 0);
	assert_int_equal(retry_pause(3, 2, 1), 13);
}

static void server_trouble_is_worth_another_try(void **state)
{
	(void)state;
	static const long worth[] = { 429, 500, 502, 503, 599 };
	static const long not_worth[] = { 200, 304, 400, 401, 403, 404, 410, 600 };
	for (size_t i = 0; i < sizeof worth / sizeof *worth; i++)
		assert_true(retry_status(worth[i]));
	for (size_t i = 0; i < sizeof not_worth / sizeof *not_worth; i++)
		assert_false(retry_status(not_worth[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_pause_is_half_a_second_to_one_and_a_half),
		cmocka_unit_test(later_pauses_grow_up_to_ten_seconds),
		cmocka_unit_test(seconds_may_be_shorter),
		cmocka_unit_test(server_trouble_is_worth_another_try),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
