// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void is(const char *before, const char *after, const char *wanted)
{
	scoped_buf out = { 0 };
	diff_unified(&(DiffSide){ STR("a"), str_from(before) },
	             &(DiffSide){ STR("b"), str_from(after) }, &out);
	assert_string_equal(buf_str(&out).ptr, wanted);
}

static void small_ones_are_as_diff_has_them(void **state)
{
	(void)state;
	is("x\n", "x\n", "");
	is("", "x\n", "--- a\n+++ b\n@@ -0,0 +1 @@\n+x\n");
	is("x\n", "", "--- a\n+++ b\n@@ -1 +0,0 @@\n-x\n");
	is("x\ny", "x\ny\n",
	   "--- a\n+++ b\n@@ -1,2 +1,2 @@\n x\n-y\n\\ No newline at end of file\n+y\n");
	is("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n",
	   "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

static void near_changes_share_a_hunk_and_far_ones_do_not(void **state)
{
	(void)state;
	is("a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n",
	   "--- a\n+++ b\n@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n");
	is("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
	   "--- a\n+++ b\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n "
	   "7\n-b\n+B\n");
}

static void binary_files_only_differ(void **state)
{
	(void)state;
	scoped_buf out = { 0 };
	diff_unified(&(DiffSide){ STR("a"), { "\0", 1 } }, &(DiffSide){ STR("b"), STR("x") }, &out);
	assert_string_equal(out.ptr, "Binary files a and b differ\n");
}

/* Applies hunks as patch does, and checks their line numbers. */
static void apply(Str before, Str diff, Buf *out)
{
	Str line, rest = before;
	int at = 0;
	str_next(&diff, '\n', &line);
	str_next(&diff, '\n', &line);
	while (str_next(&diff, '\n', &line) && line.len) {
		if (line.ptr[0] == '@') {
			int from = abs(atoi(line.ptr + 3));
			const char *comma = strchr(line.ptr, ',');
			if (comma && comma < strchr(line.ptr, '+') && atoi(comma + 1) == 0)
				from++;
			Str same;
			while (at + 1 < from && str_next(&rest, '\n', &same)) {
				buf_printf(out, STR_FMT "\n", STR_ARG(same));
				at++;
			}
			continue;
		}
		Str old = { 0 };
		if (line.ptr[0] != '+') {
			assert_true(str_next(&rest, '\n', &old));
			assert_true(str_eq(old, str_sub(line, 1, line.len)));
			at++;
		}
		if (line.ptr[0] != '-')
			buf_printf(out, STR_FMT "\n", STR_ARG(str_sub(line, 1, line.len)));
	}
	buf_add(out, rest);
}

static void make_text(Buf *out, size_t lines, unsigned kinds)
{
	for (size_t i = 0; i < lines; i++)
		buf_printf(out, "%ld\n", random() % kinds);
}

static void check_round(size_t lines, unsigned kinds)
{
	scoped_buf a = { 0 }, b = { 0 }, diff = { 0 }, made = { 0 };
	make_text(&a, (size_t)random() % lines, kinds);
	make_text(&b, (size_t)random() % lines, kinds);
	diff_unified(&(DiffSide){ STR("a"), buf_str(&a) }, &(DiffSide){ STR("b"), buf_str(&b) },
	             &diff);
	apply(buf_str(&a), buf_str(&diff), &made);
	assert_int_equal(made.len, b.len);
	assert_memory_equal(buf_str(&made).ptr, buf_str(&b).ptr, b.len);
}

static void what_it_says_makes_one_of_the_other(void **state)
{
	(void)state;
	srandom(1);
	for (int i = 0; i < 2000; i++)
		check_round(40, 2 + (unsigned)i % 9);
	check_round(5000, 1000000); /* nothing in common: the bound is met */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_ones_are_as_diff_has_them),
		cmocka_unit_test(near_changes_share_a_hunk_and_far_ones_do_not),
		cmocka_unit_test(binary_files_only_differ),
		cmocka_unit_test(what_it_says_makes_one_of_the_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
