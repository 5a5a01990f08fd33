// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/registry/index_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define SUM           "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define LINE(v)       "{\"name\":\"foo\",\"vers\":\"" v "\",\"deps\":[],\"cksum\":\"" SUM "\"}"
#define HEAD          "\x03\x02\0\0\0"
#define FILE_OF(body) STR(HEAD "etag: \"x\"\0" body)

static Arena arena;

static int free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void lines_are_versions(void **state)
{
	(void)state;
	IndexVersions got;
	index_read(STR(LINE("1.0.0") "\n" LINE("1.1.0-rc.1") "\n"), STR("foo"), &arena, &got);
	assert_int_equal(got.count, 2);
	assert_true(str_eq(got.items[0].version.text, STR("1.0.0")));
	assert_true(str_eq(got.items[0].checksum, STR(SUM)));
	assert_false(got.items[0].yanked);
	assert_true(str_eq(got.items[1].version.pre, STR("rc.1")));
}

static void yanked_is_read(void **state)
{
	(void)state;
	IndexVersions got;
	index_read(STR("{\"name\":\"foo\",\"vers\":\"1.0.0\",\"yanked\":true,\"cksum\":\"" SUM
	               "\"}"),
	           STR("foo"), &arena, &got);
	assert_true(got.count == 1 && got.items[0].yanked);
}

static void broken_foreign_and_too_new_lines_are_skipped(void **state)
{
	(void)state;
	IndexVersions got;
	index_read(STR("\n\n{\n{}\n[]\n\"foo\"\n{\"name\":\"foo\"}\n"
	               "{\"name\":\"bar\",\"vers\":\"1.0.0\",\"cksum\":\"" SUM "\"}\n"
	               "{\"name\":\"foo\",\"vers\":\"1.0.0\",\"cksum\":\"abc\"}\n"
	               "{\"name\":\"foo\",\"vers\":\"1\",\"cksum\":\"" SUM "\"}\n"
	               "{\"name\":\"foo\",\"vers\":\"2.0.0\",\"v\":3,\"cksum\":\"" SUM
	               "\"}\n" LINE("3.0.0") "\n" LINE("4.0.0 ") "\n\xff\xfe"),
	           STR("foo"), &arena, &got);
	assert_int_equal(got.count, 1);
	assert_true(str_eq(got.items[0].version.text, STR("3.0.0")));
}

static void what_is_written_is_read_again(void **state)
{
	(void)state;
	IndexVersions versions, again;
	Str http_version;
	scoped_buf text = { 0 };
	index_read(STR(LINE("1.0.0") "\n" LINE("2.0.0") "\n"), STR("foo"), &arena, &versions);
	index_file_write(&text, STR("etag: \"x\""), &versions);
	assert_true(str_eq(buf_str(&text),
	                   FILE_OF("1.0.0\0" LINE("1.0.0") "\0"
	                                                   "2.0.0\0" LINE("2.0.0") "\0")));
	assert_true(index_file_read(buf_str(&text), STR("foo"), &arena, &http_version, &again));
	assert_int_equal(again.count, 2);
	assert_true(str_eq(http_version, STR("etag: \"x\"")));
	assert_true(str_eq(again.items[1].version.text, STR("2.0.0")));
}

static void other_formats_are_not_read(void **state)
{
	(void)state;
	IndexVersions got;
	Str version;
	static const Str bad[] = { STR_INIT(""), STR_INIT("\x03"), STR_INIT("\x03\x02\0\0\0"),
		                   STR_INIT("\x01\x02\0\0\0x\0"), STR_INIT("\x03\x03\0\0\0x\0") };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(index_file_read(bad[i], STR("foo"), &arena, &version, &got));
}

static void file_that_was_cut_off_has_what_is_whole(void **state)
{
	(void)state;
	IndexVersions got;
	Str version;
	assert_true(index_file_read(FILE_OF("1.0.0\0" LINE("1.0.0") "\0"
	                                                            "2.0.0\0{\"name\""),
	                            STR("foo"), &arena, &version, &got));
	assert_int_equal(got.count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_versions),
		cmocka_unit_test(yanked_is_read),
		cmocka_unit_test(broken_foreign_and_too_new_lines_are_skipped),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(other_formats_are_not_read),
		cmocka_unit_test(file_that_was_cut_off_has_what_is_whole),
	};
	return cmocka_run_group_tests(tests, NULL, free_arena);
}
