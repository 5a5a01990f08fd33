// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/buf.h"
#include "base/core/map.h"
#include "base/core/vec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void objects_do_not_overlap(void **state)
{
	(void)state;
	static const size_t sizes[] = { 100000, 10, 1, 70000, 16384, 3, 16385, 65536, 8 };
	scoped_arena a = { 0 };
	unsigned char *at[COUNT_OF(sizes)];
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		at[i] = arena_alloc(&a, sizes[i], 1);
		memset(at[i], (int)i + 1, sizes[i]);
	}
	for (size_t i = 0; i < COUNT_OF(sizes); i++)
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(at[i][k], i + 1);
}

static void memory_is_zero_and_aligned(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	for (int i = 0; i < 200000; i++) { /* until the blocks are the largest */
		arena_alloc(&a, 1, 1);
		uint64_t *n = arena_new(&a, uint64_t);
		assert_int_equal((uintptr_t)n % alignof(uint64_t), 0);
		assert_int_equal(*n, 0);
		*n = UINT64_MAX;
	}
}

static void last_object_grows_where_it_stands(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	char *first = arena_alloc(&a, 10, 1);
	if (!arena_extend(&a, first, 10, 20))
		return; /* under a sanitizer each object stands alone */
	for (int i = 10; i < 30; i++)
		assert_int_equal(first[i], 0);
	char *second = arena_alloc(&a, 10, 1);
	assert_true(second >= first + 30);
	assert_false(arena_extend(&a, first, 30, 1));
	assert_false(arena_extend(&a, NULL, 0, 1));
	assert_false(arena_extend(&a, second, 10, (size_t)1 << 40));
}

static void cleared_arena_is_used_again(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	arena_clear(&a); /* with nothing in it */
	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < 1000; i++) {
			uint64_t *n = arena_new(&a, uint64_t);
			assert_int_equal(*n, 0);
			*n = UINT64_MAX;
		}
		memset(arena_alloc(&a, 100000, 1), 1, 100000);
		arena_clear(&a);
	}
}

static void maps_of_every_size_find_their_own(void **state)
{
	(void)state;
	for (uint32_t size = 0; size < 70; size++)
		for (uint32_t expected = 0; expected < 40; expected += 3) {
			scoped_arena a = { 0 };
			Map m;
			map_init(&m, &a, expected);
			for (uint32_t i = 0; i < size; i++)
				assert_int_equal(map_put(&m, arena_printf(&a, "key-%u", i), i), i);
			for (uint32_t i = 0; i < size; i++)
				assert_int_equal(map_put(&m, arena_printf(&a, "key-%u", i), 7000),
				                 i);
			assert_int_equal(m.count, size);
			assert_int_equal(map_get(&m, arena_printf(&a, "key-%u", size)), MAP_NONE);
		}
}

static void adopted_objects_stay(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	for (int round = 0; round < 4; round++) { /* the emptier one, the fuller one, and nothing */
		Arena b = { 0 };
		int *own = arena_new(&a, int), *its = round ? arena_new(&b, int) : NULL;
		for (int i = 0; i < round * 1000; i++)
			arena_new(round & 1 ? &a : &b, int);
		*own = 1;
		if (its)
			*its = 2;
		arena_adopt(&a, &b);
		assert_null(b.head);
		assert_int_equal(*own, 1);
		assert_true(!its || *its == 2);
		assert_int_equal(*arena_new(&a, int), 0);
	}
}

static void two_vectors_that_grow_by_turns_keep_their_items(void **state)
{
	(void)state;
	typedef struct Item {
		size_t number, rest[9];
	} Item;
	scoped_arena a = { 0 };
	VEC(Item) v = { 0 }, other = { 0 };
	vec_reserve(&a, &other, Item, 5);
	const Item *const reserved = other.items;
	for (size_t i = 0; i < 3000; i++) {
		vec_push(&a, &v, Item)->number = i;
		if (i % 3 == 0)
			vec_push(&a, &other, Item)->number = i;
		if (i == 12)
			assert_ptr_equal(other.items, reserved);
	}
	for (size_t i = 0; i < v.count; i++)
		assert_true(v.items[i].number == i && v.items[i].rest[8] == 0);
	for (size_t i = 0; i < other.count; i++)
		assert_true(other.items[i].number == 3 * i && other.items[i].rest[8] == 0);
}

static void map_finds_what_was_put(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Map m;
	map_init(&m, &a, 0);
	assert_true(map_get(&m, STR("0")) == MAP_NONE);
	for (uint32_t i = 0; i < 2000; i++) {
		assert_int_equal(map_put(&m, arena_printf(&a, "%u", i), i), i);
		assert_int_equal(map_put(&m, arena_printf(&a, "%u", i), i + 1), i);
	}
	map_set(&m, STR("7"), 70);
	for (uint32_t i = 0; i < 2000; i++)
		assert_int_equal(map_get(&m, arena_printf(&a, "%u", i)), i == 7 ? 70 : i);
	assert_true(map_get(&m, STR("")) == MAP_NONE);
	map_put(&m, (Str){ 0 }, 5);
	assert_int_equal(map_get(&m, STR("")), 5);
	assert_int_equal(m.count, 2001);
}

static void text_with_a_file_goes_there(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	char *written = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&written, &size);
	scoped_buf b = { .to = file };
	const Str large = { arena_alloc(&a, 200000, 1), 200000 };
	for (int i = 0; i < 30000; i++)
		buf_printf(&b, "%u\n", 10000U);
	assert_true(b.room < 200000);
	buf_add(&b, large);
	buf_char(&b, '.');
	assert_true(buf_finish(&b));
	assert_int_equal(size, 30000 * 6 + 200000 + 1);
	assert_memory_equal(written, "10000\n10000\n", 12);
	assert_int_equal(written[size - 1], '.');
	fclose(file);
	free(written);
	scoped_buf full = { .to = fopen("/dev/full", "w") };
	assert_non_null(full.to);
	buf_add(&full, large);
	assert_false(buf_finish(&full));
	fclose(full.to);
}

static void a_copy_has_another_character(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const Str name = STR("-a_b--");
	assert_true(str_eq(arena_replaced(&a, name, '-', '_'), STR("_a_b__")));
	assert_true(str_eq(name, STR("-a_b--")));
	assert_int_equal(arena_replaced(&a, (Str){ 0 }, '-', '_').len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_do_not_overlap),
		cmocka_unit_test(a_copy_has_another_character),
		cmocka_unit_test(memory_is_zero_and_aligned),
		cmocka_unit_test(last_object_grows_where_it_stands),
		cmocka_unit_test(cleared_arena_is_used_again),
		cmocka_unit_test(maps_of_every_size_find_their_own),
		cmocka_unit_test(adopted_objects_stay),
		cmocka_unit_test(two_vectors_that_grow_by_turns_keep_their_items),
		cmocka_unit_test(map_finds_what_was_put),
		cmocka_unit_test(text_with_a_file_goes_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
