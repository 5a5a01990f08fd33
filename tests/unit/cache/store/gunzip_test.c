// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/gunzip.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

/* The head of a gzip file, and nothing else. */
static const unsigned char packed[] = {
	0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03,
};

static int in_memory(const void *bytes, size_t len)
{
	const int fd = memfd_create("gzip", MFD_CLOEXEC);
	assert_int_equal(write(fd, bytes, len), len);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static void file_that_ends_early_is_broken(void **state)
{
	(void)state;
	scoped_buf why = { 0 };
	Str bytes;
	const int fd = in_memory(packed, sizeof packed);
	scoped_gunzip *g = gunzip_open(fd, 1 << 20, &why);
	assert_non_null(g);
	assert_false(gunzip_next(g, 10, &bytes));
	assert_true(str_eq(buf_str(&why), STR("broken archive: it ends too early")));
	close(fd);
}

static void text_is_no_gzip(void **state)
{
	(void)state;
	scoped_buf why = { 0 };
	Str bytes;
	const int fd = in_memory("hello, world", 12);
	scoped_gunzip *g = gunzip_open(fd, 1 << 20, &why);
	assert_false(gunzip_next(g, 10, &bytes));
	assert_true(str_eq(buf_str(&why), STR("broken archive: it is not a tar in gzip")));
	close(fd);
}

/* `abcd`, stored. */
static void pieces_are_no_larger_than_wanted_and_end_at_the_limit(void **state)
{
	(void)state;
	static const unsigned char stored[] = { 0x1f, 0x8b, 8,    0,    0,    0,    0,   0,   0,
		                                3,    1,    4,    0,    0xfb, 0xff, 'a', 'b', 'c',
		                                'd',  0x11, 0xcd, 0x82, 0xed, 4,    0,   0,   0 };
	scoped_buf why = { 0 };
	Str bytes;
	int fd = in_memory(stored, sizeof stored);
	scoped_gunzip *g = gunzip_open(fd, 4, &why);
	assert_true(gunzip_next(g, 3, &bytes));
	assert_true(str_eq(bytes, STR("abc")));
	assert_true(gunzip_next(g, 3, &bytes));
	assert_true(str_eq(bytes, STR("d")));
	assert_true(gunzip_next(g, 3, &bytes));
	assert_int_equal(bytes.len, 0);
	close(fd);
	fd = in_memory(stored, sizeof stored);
	scoped_gunzip *small = gunzip_open(fd, 3, &why);
	assert_false(gunzip_next(small, 3, &bytes));
	assert_true(str_eq(buf_str(&why), STR("it unpacks to more than 3 bytes")));
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(file_that_ends_early_is_broken),
		cmocka_unit_test(text_is_no_gzip),
		cmocka_unit_test(pieces_are_no_larger_than_wanted_and_end_at_the_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
