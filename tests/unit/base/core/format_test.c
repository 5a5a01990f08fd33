// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/format.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROOM = 64 };

/* For each room from none on: the same as the C library. */
__attribute__((format(printf, 1, 2))) static void same(const char *fmt, ...)
{
	for (size_t room = 0; room <= ROOM; room++) {
		char wanted[ROOM + 1], got[ROOM + 1];
		va_list args;
		memset(wanted, '#', sizeof wanted);
		memset(got, '#', sizeof got);
		va_start(args, fmt);
		const int len = vsnprintf(wanted, room, fmt, args);
		va_end(args);
		va_start(args, fmt);
		assert_int_equal(format_text(got, room, fmt, args), len);
		va_end(args);
		assert_memory_equal(got, wanted, sizeof got);
	}
}

static void as_the_library_does_it(void **state)
{
	(void)state;
	same("%s", "");
	same("plain");
	same("%s and %s", "one", "two");
	same("[%.*s]", 3, "cutted");
	same("[%.*s]", 30, "short");
	same("[%.*s]", 0, "none");
	same("[%.*s]", -1, "all");
	same("%.*s\n%c%%", 5, "a\0b", 'x');
	same("%u %u %zu %zu", 0U, 4294967295U, (size_t)0, SIZE_MAX);
	same("%d %s %-5s|%5.2f %x %016lx", -7, "text", "x", 1.5, 255U, 255UL);
	same("%s then %5u", "quick", 7U);
	same("%zd", (ssize_t)-1);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(as_the_library_does_it) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
