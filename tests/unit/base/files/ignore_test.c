// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/ignore.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Patterns are separated by line ends; a path that ends in a slash is a folder. */
static IgnoreMatch match(const char *patterns, const char *path)
{
	scoped_arena a = { 0 };
	IgnoreList list = { .arena = &a };
	const char *why;
	Str rest = str_from(patterns), line, p = str_from(path);
	while (str_next(&rest, '\n', &line))
		assert_true(ignore_add(&list, line, &why));
	const bool folder = str_ends_with(p, STR("/"));
	return ignore_match(&list, str_sub(p, 0, p.len - folder), folder);
}

#define NAMES(patterns, path)  assert_int_equal(match(patterns, path), IGNORE_IT)
#define LEAVES(patterns, path) assert_int_equal(match(patterns, path), IGNORE_NOT_NAMED)

static void names_match_in_every_folder(void **state)
{
	(void)state;
	NAMES("a.rs", "a.rs");
	NAMES("a.rs", "x/y/a.rs");
	NAMES("*.rs", "x/b.rs");
	LEAVES("a.rs", "a.rsx");
	NAMES(".*", ".github/x");
	NAMES("a\\*b", "a*b");
	LEAVES("a\\*b", "axb");
}

static void slashes_anchor(void **state)
{
	(void)state;
	NAMES("/a", "a");
	LEAVES("/a", "x/a");
	NAMES("x/a", "x/a");
	LEAVES("x/a", "y/x/a");
	NAMES("/*.txt", "a.txt");
	LEAVES("/*.txt", "a/b.txt");
	LEAVES("a*c", "a/c");
}

static void folders_take_what_they_have(void **state)
{
	(void)state;
	NAMES("doc", "doc/a/b");
	NAMES("doc/", "doc/a");
	LEAVES("doc/", "doc");
	NAMES("doc/", "doc/");
	NAMES("src/**", "src/a/b");
	LEAVES("src/**", "src/");
	NAMES("**/gen/**/x", "a/gen/x");
	NAMES("a/**/b", "a/b");
	NAMES("a/**/b", "a/c/d/b");
	NAMES("**", "a/b");
}

static void the_last_pattern_decides(void **state)
{
	(void)state;
	assert_int_equal(match("*.rs\n!keep.rs", "a/keep.rs"), IGNORE_KEEP);
	NAMES("!a\na", "a");
	NAMES("\\!a", "!a");
	NAMES("\\#a", "#a");
	LEAVES("#a", "#a");
	NAMES("a  ", "a");
}

static void classes_and_alternatives(void **state)
{
	(void)state;
	NAMES("[a-c]x", "bx");
	LEAVES("[^a-c]x", "bx");
	NAMES("[!a-c]x", "dx");
	NAMES("[x", "[x");
	NAMES("*.{rs,toml}", "a.toml");
	NAMES("{a,b{c,d}}", "bd");
	LEAVES("{a,b{c,d}}", "b");
	NAMES("x?z", "xyz");
	LEAVES("x?z", "x/z");
}

static void nul_is_in_no_path(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	IgnoreList list = { .arena = &a };
	const char *why;
	assert_true(ignore_add(&list, (Str){ "a\0b", 3 }, &why));
	assert_true(ignore_add(&list, (Str){ "{\0", 2 }, &why));
	assert_int_equal(ignore_match(&list, STR("a"), false), IGNORE_NOT_NAMED);
}

static void broken_ones_are_refused(void **state)
{
	scoped_arena a = { 0 };
	IgnoreList list = { .arena = &a };
	const char *why;
	(void)state;
	assert_false(ignore_add(&list, STR("{a"), &why));
	assert_false(ignore_add(&list, STR("a}"), &why));
	assert_false(ignore_add(&list, STR("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"), &why));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_match_in_every_folder),
		cmocka_unit_test(slashes_anchor),
		cmocka_unit_test(folders_take_what_they_have),
		cmocka_unit_test(the_last_pattern_decides),
		cmocka_unit_test(classes_and_alternatives),
		cmocka_unit_test(nul_is_in_no_path),
		cmocka_unit_test(broken_ones_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
