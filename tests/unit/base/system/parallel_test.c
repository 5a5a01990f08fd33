// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/parallel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct Sum {
	int first, end, sum;
} Sum;

static void add(void *piece)
{
	Sum *s = piece;
	for (int i = s->first; i < s->end; i++)
		s->sum += i;
}

/* More pieces than threads, too. */
static void each_piece_is_run_once(void **state)
{
	enum { MANY = 3 * PARALLEL_MOST, EACH = 1000 };
	(void)state;
	for (size_t count = 0; count <= MANY; count++) {
		Sum sums[MANY] = { 0 };
		int total = 0;
		const int n = (int)count * EACH;
		for (int i = 0; i < (int)count; i++)
			sums[i] = (Sum){ i * EACH, (i + 1) * EACH, 0 };
		parallel_run(sums, count, sizeof(Sum), add);
		for (size_t i = 0; i < MANY; i++)
			total += sums[i].sum;
		assert_int_equal(total, n * (n - 1) / 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_piece_is_run_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
