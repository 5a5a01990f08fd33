// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/map.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void an_empty_map_has_nothing(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Map m;
	map_init(&m, &a, 0);
	assert_int_equal(map_get(&m, STR("x")), MAP_NONE);
	assert_int_equal(map_get(&m, STR("")), MAP_NONE);
}

static void the_first_value_stays_until_it_is_set(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Map m;
	map_init(&m, &a, 2);
	assert_int_equal(map_put(&m, STR("x"), 1), 1);
	assert_int_equal(map_put(&m, STR("x"), 2), 1);
	assert_int_equal(map_get(&m, STR("x")), 1);
	map_set(&m, STR("x"), 3);
	assert_int_equal(map_get(&m, STR("x")), 3);
	assert_int_equal(m.count, 1);
}

/* A view of nothing may be NULL; as a key it is the empty text. */
static void the_empty_text_is_a_key(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Map m;
	map_init(&m, &a, 1);
	map_set(&m, (Str){ 0 }, 7);
	assert_int_equal(map_get(&m, STR("")), 7);
	assert_int_equal(map_get(&m, STR("x")), MAP_NONE);
}

/* Small maps are lists, larger ones tables: every size on the way keeps every key. */
static void keys_survive_each_growth(void **state)
{
	(void)state;
	for (size_t expected = 0; expected < 40; expected += 3) {
		scoped_arena a = { 0 };
		Map m;
		map_init(&m, &a, expected);
		for (uint32_t i = 0; i < 500; i++) {
			assert_int_equal(map_put(&m, arena_printf(&a, "key-%u", i), i), i);
			assert_int_equal(map_get(&m, arena_printf(&a, "key-%u", i / 2)), i / 2);
		}
		assert_int_equal(m.count, 500);
		for (uint32_t i = 0; i < 500; i++)
			assert_int_equal(map_get(&m, arena_printf(&a, "key-%u", i)), i);
		assert_int_equal(map_get(&m, STR("key-500")), MAP_NONE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_map_has_nothing),
		cmocka_unit_test(the_first_value_stays_until_it_is_set),
		cmocka_unit_test(the_empty_text_is_a_key),
		cmocka_unit_test(keys_survive_each_growth),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
