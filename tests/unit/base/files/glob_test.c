// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/glob.h"

#include "tests/unit/project.h"

static bool matches(const char *pattern, const char *name)
{
	return glob_matches(str_from(pattern), str_from(name));
}

static void wildcards_match_within_a_name(void **state)
{
	(void)state;
	assert_true(matches("*", "anything"));
	assert_true(matches("*", ".hidden"));
	assert_true(matches("a*c*e", "abcde"));
	assert_false(matches("a*c*e", "abcdef"));
	assert_true(matches("?", "\xc3\xa4")); /* a character, not a byte */
	assert_false(matches("?", "ab"));
	assert_true(matches("a*", "a"));
	assert_false(matches("", "a"));
	assert_true(matches("*a", "aaaaaaa"));
}

static void classes_have_ranges_and_negation(void **state)
{
	(void)state;
	assert_true(matches("[a-c]x", "bx"));
	assert_false(matches("[a-c]x", "dx"));
	assert_true(matches("[!a-c]x", "dx"));
	assert_false(matches("[!a-c]x", "ax"));
	assert_true(matches("[]]", "]"));
	assert_true(matches("[-a]", "-"));
	assert_true(matches("[*]", "*"));
	assert_false(matches("[*]", "a"));
}

static void many_stars_take_no_time(void **state)
{
	(void)state;
	assert_false(matches("*a*a*a*a*a*a*a*a*a*a*b",
	                     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

static void bad_patterns_are_explained(void **state)
{
	(void)state;
	const char *why;
	size_t at;
	assert_true(glob_check(STR("a/**/b/*.[ch]"), &why, &at));
	assert_true(glob_check(STR("**"), &why, &at));
	assert_false(glob_check(STR("a/***"), &why, &at));
	assert_string_equal(why, "wildcards are either regular `*` or recursive `**`");
	assert_false(glob_check(STR("a**/b"), &why, &at));
	assert_string_equal(why, "recursive wildcards must form a single path component");
	assert_false(glob_check(STR("x/[ab"), &why, &at));
	assert_string_equal(why, "invalid range pattern");
	assert_int_equal(at, 2);
}

/* What matches, with spaces between and the root cut off. */
static Str expand(Project *p, const char *pattern)
{
	GlobFound found;
	assert_int_equal(glob_expand(&p->in.arena, p->in.folder, str_from(pattern), &found),
	                 GLOB_OK);
	Str all = STR("");
	for (size_t i = 0; i < found.count; i++)
		all = arena_printf(&p->in.arena, STR_FMT "%s" STR_FMT, STR_ARG(all), i ? " " : "",
		                   STR_ARG(str_sub(found.paths[i], p->in.folder.len + 1,
		                                   found.paths[i].len)));
	return all;
}

static void paths_come_in_order(void **state)
{
	Project *p = *state;
	project_add(p, "crates/b/x", "");
	project_add(p, "crates/a/y", "");
	project_add(p, "crates/.c/z", "");
	project_add(p, "crates/file", "");
	assert_text(expand(p, "crates/*"), "crates/.c crates/a crates/b crates/file");
	assert_text(expand(p, "crates/*/"), "crates/.c crates/a crates/b");
	assert_text(expand(p, "crates/[ab]/?"), "crates/a/y crates/b/x");
	assert_text(expand(p, "./crates/../crates/a"), "./crates/../crates/a");
	assert_text(expand(p, "none/*"), "");
	assert_text(expand(p, "crates/none"), "");
}

static void two_stars_are_any_number_of_folders(void **state)
{
	Project *p = *state;
	project_add(p, "a/b/c/x", "");
	assert_text(expand(p, "a/**"), "a/b a/b/c");
	assert_text(expand(p, "**/x"), "a/b/c/x");
	assert_text(expand(p, "a/**/**/c"), "a/b/c");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wildcards_match_within_a_name),
		cmocka_unit_test(classes_have_ranges_and_negation),
		cmocka_unit_test(many_stars_take_no_time),
		cmocka_unit_test(bad_patterns_are_explained),
		PROJECT_TEST(paths_come_in_order),
		PROJECT_TEST(two_stars_are_any_number_of_folders),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
