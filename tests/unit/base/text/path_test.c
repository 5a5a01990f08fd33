// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/path.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct PathCase {
	const char *first, *second, *want;
} PathCase;

static void assert_path(const PathCase *c, Str got)
{
	if (!str_eq(got, str_from(c->want)))
		fail_msg("`%s`, `%s`: expected `%s`, got `" STR_FMT "`", c->first, c->second,
		         c->want, STR_ARG(got));
}

static void paths_are_joined(void **state)
{
	static const PathCase cases[] = {
		{ "/a", "b", "/a/b" }, { "/a/", "b", "/a/b" },
		{ "/", "b", "/b" },    { "a", "/b", "/b" },
		{ "", "b", "b" },      { "a", "", "a" },
		{ "", "", "" },        { "/a", "../b", "/a/../b" },
	};
	(void)state;
	scoped_arena a = { 0 };
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_path(&cases[i],
		            path_join(&a, str_from(cases[i].first), str_from(cases[i].second)));
}

static void paths_are_normalised_as_text(void **state)
{
	static const PathCase cases[] = {
		{ "", "", "." },           { ".", "", "." },           { "/", "", "/" },
		{ "//a//b/", "", "/a/b" }, { "a/./b", "", "a/b" },     { "a/../b", "", "b" },
		{ "a/..", "", "." },       { "..", "", ".." },         { "../../a", "", "../../a" },
		{ "../a/..", "", ".." },   { "a/../..", "", ".." },    { "/..", "", "/" },
		{ "/../a", "", "/a" },     { "/a/../../b", "", "/b" }, { "/a..", "", "/a.." },
		{ "a../..", "", "." },     { "...", "", "..." },       { "a/.../..", "", "a" },
	};
	(void)state;
	scoped_arena a = { 0 };
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const Str got = path_normalise(&a, str_from(cases[i].first));
		assert_path(&cases[i], got);
		assert_int_equal(strlen(got.ptr), got.len);
		assert_path(&cases[i], path_normalise(&a, got));
	}
}

static void paths_have_a_parent_a_name_and_a_stem(void **state)
{
	static const struct {
		const char *path, *parent, *name, *stem;
	} cases[] = {
		{ "/a/b.rs", "/a", "b.rs", "b" },
		{ "/x", "/", "x", "x" },
		{ "x", "", "x", "x" },
		{ "a/b.tar.gz", "a", "b.tar.gz", "b.tar" },
		{ "a/.hidden", "a", ".hidden", ".hidden" },
		{ "a/", "a", "", "" },
		{ "", "", "", "" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const Str path = str_from(cases[i].path);
		assert_true(str_eq(path_parent(path), str_from(cases[i].parent)));
		assert_true(str_eq(path_name(path), str_from(cases[i].name)));
		assert_true(str_eq(path_stem(path), str_from(cases[i].stem)));
	}
}

/* Joined to the folder and normalised, a relative path is the place again. */
static void relative_paths_lead_there(void **state)
{
	static const PathCase cases[] = {
		{ "/", "/", "." },           { "/", "/a", "a" },
		{ "/a", "/", ".." },         { "/a/b", "/a/b", "." },
		{ "/a/b", "/a/c", "../c" },  { "/a/b", "/a/bc", "../bc" },
		{ "/a/bc", "/a/b", "../b" }, { "/a", "/a/b/c", "b/c" },
		{ "/a/b/c", "/a", "../.." }, { "/x", "/y/z", "../y/z" },
	};
	(void)state;
	scoped_arena a = { 0 };
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const Str from = str_from(cases[i].first), to = str_from(cases[i].second);
		const Str got = path_relative(&a, from, to);
		assert_path(&cases[i], got);
		assert_true(str_eq(path_normalise(&a, path_join(&a, from, got)), to));
	}
}

static void whole_components_lie_below(void **state)
{
	static const struct {
		const char *path, *folder;
		bool below;
	} cases[] = {
		{ "/a/b", "/a", true },  { "/a", "/a", true },      { "/ab", "/a", false },
		{ "/a", "/a/b", false }, { "/a/b", "/", true },     { "/", "/", true },
		{ "a/b", "a", true },    { "/a/../b", "/a", true }, /* the caller normalises */
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (path_is_below(str_from(cases[i].path), str_from(cases[i].folder)) !=
		    cases[i].below)
			fail_msg("`%s`, `%s`", cases[i].path, cases[i].folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_joined),
		cmocka_unit_test(paths_are_normalised_as_text),
		cmocka_unit_test(paths_have_a_parent_a_name_and_a_stem),
		cmocka_unit_test(relative_paths_lead_there),
		cmocka_unit_test(whole_components_lie_below),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
