// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/arena.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_do_not_overlap),
		cmocka_unit_test(memory_is_zero_and_aligned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
