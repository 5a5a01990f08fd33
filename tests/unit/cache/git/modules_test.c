// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/git/modules.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static Arena arena;

static int teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static GitModules read_good(const char *text)
{
	GitModules m;
	unsigned line = 0;
	assert_true(gitmodules_read(str_from(text), &arena, &m, &line));
	return m;
}

static void assert_bad(const char *text, unsigned wanted)
{
	GitModules m;
	unsigned line = 0;
	assert_false(gitmodules_read(str_from(text), &arena, &m, &line));
	assert_int_equal(line, wanted);
}

static void sections_are_modules(void **state)
{
	(void)state;
	const GitModules m = read_good("\xef\xbb\xbf# a comment\n"
	                               "[core]\n\tpath = no\n"
	                               "[submodule \"one\"]\r\n\tpath = libs/one\r\n"
	                               "\turl = ../one.git ; where\r\n"
	                               "[SubModule \"t\\\"w\\o\"] PATH=two/\n"
	                               "  url = \"https://h.invalid/a b#c\"\n\tupdate = none\n"
	                               "[submodule \"one\"]\n\tbranch\n");
	assert_int_equal(m.count, 2);
	const GitModule *one = gitmodules_find(&m, STR("libs/one"));
	assert_non_null(one);
	assert_true(str_eq(one->name, STR("one")) && str_eq(one->url, STR("../one.git")));
	assert_false(one->skipped);
	const GitModule *two = gitmodules_find(&m, STR("two"));
	assert_non_null(two);
	assert_true(str_eq(two->name, STR("t\"wo")) && two->skipped);
	assert_true(str_eq(two->url, STR("https://h.invalid/a b#c")));
	assert_null(gitmodules_find(&m, STR("one")));
}

static void values_may_go_on(void **state)
{
	(void)state;
	const GitModules m = read_good("[submodule \"x\"]\npath = a\\\nb \\\"c\\t \" d \" \n");
	assert_true(str_eq(m.items[0].path, STR("ab \"c\t  d ")));
}

static void what_is_no_configuration_is_refused(void **state)
{
	(void)state;
	assert_bad("[submodule \"x]\n", 1);
	assert_bad("\n[submodule \"x\"\npath = a\n", 2);
	assert_bad("[submodule \"x\"]\npath = \"a\n", 2);
	assert_bad("[submodule \"x\"]\npath = a\\q\n", 2);
	assert_bad("[submodule \"x\"]\n= a\n", 2);
	assert_bad("[submodule \"x\"]\npath a\n", 2);
	assert_bad("[", 1);
	assert_bad("[submodule \"x\\", 1);
	assert_bad("[a]\nb = \\", 2);
}

static void addresses_are_made_absolute(void **state)
{
	(void)state;
	static const struct {
		const char *parent, *url, *wanted;
	} cases[] = {
		{ "https://h.invalid/a/b", "../c", "https://h.invalid/a/c" },
		{ "https://h.invalid/a/b.git/", "../c.git", "https://h.invalid/a/c.git" },
		{ "https://h.invalid/a/b", "./c", "https://h.invalid/a/b/c" },
		{ "https://h.invalid/a/b", "../../../../c", "https://h.invalid/c" },
		{ "ssh://git@h.invalid/a/b", "../c", "ssh://git@h.invalid/a/c" },
		{ "file:///srv/a", "../b", "file:///srv/b" },
		{ "file:///srv/a", "file:///b", "file:///b" },
		{ "file:///srv/a", "https://h.invalid/b", "https://h.invalid/b" },
		{ "https://h.invalid/a", "git@h.invalid:u/r.git", "ssh://git@h.invalid/u/r.git" },
		{ "https://h.invalid/a", "h.invalid:/u/r", "ssh://h.invalid/u/r" },
		{ "https://h.invalid/a", "git://h.invalid/b", "git://h.invalid/b" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		Str url;
		const char *why;
		assert_true(gitmodules_url(&arena, str_from(cases[i].parent),
		                           str_from(cases[i].url), &url, &why));
		assert_string_equal(url.ptr, cases[i].wanted);
	}
}

static void addresses_that_run_or_reach_things_are_refused(void **state)
{
	(void)state;
	static const char *const urls[] = {
		"",
		"b",
		"/srv/private",
		"file:///srv/private",
		"FILE:///srv/private",
		"ext::sh -c id",
		"ext://sh -c id",
		"--upload-pack=id",
		"-oProxyCommand=id:x",
		"ssh://-oProxyCommand=id/x",
		"ssh://u@-oProxyCommand=id/x",
		"fd::17",
		"git+https://h.invalid/b",
		"ftp://h.invalid/b",
		"https:///b",
	};
	for (size_t i = 0; i < COUNT_OF(urls); i++) {
		Str url;
		const char *why = NULL;
		if (gitmodules_url(&arena, STR("https://h.invalid/a"), str_from(urls[i]), &url,
		                   &why))
			fail_msg("`%s` is taken for `%s`", urls[i], url.ptr);
		assert_non_null(why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(sections_are_modules, teardown),
		cmocka_unit_test_teardown(values_may_go_on, teardown),
		cmocka_unit_test_teardown(what_is_no_configuration_is_refused, teardown),
		cmocka_unit_test_teardown(addresses_are_made_absolute, teardown),
		cmocka_unit_test_teardown(addresses_that_run_or_reach_things_are_refused, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
