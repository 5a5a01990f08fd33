// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/str.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void a_cut_without_separator_leaves_no_tail(void **state)
{
	(void)state;
	Str head, tail;
	assert_false(str_cut(STR("abc"), '=', &head, &tail));
	assert_true(str_eq(head, STR("abc")));
	assert_int_equal(tail.len, 0);
}

static void a_cut_is_at_the_first_separator(void **state)
{
	(void)state;
	Str head, tail;
	assert_true(str_cut(STR("a=b=c"), '=', &head, &tail));
	assert_true(str_eq(head, STR("a")));
	assert_true(str_eq(tail, STR("b=c")));
}

/* A view of nothing may be NULL; a sanitizer minds if anything is added to that. */
static void nothing_is_cut_like_any_text(void **state)
{
	(void)state;
	Str head, tail, rest = { 0 }, part;
	assert_false(str_cut((Str){ 0 }, '=', &head, &tail));
	assert_int_equal(tail.len, 0);
	assert_null(tail.ptr);
	assert_null(str_end((Str){ 0 }));
	assert_null(str_sub((Str){ 0 }, 0, 5).ptr);
	assert_null(str_trim((Str){ 0 }).ptr);
	assert_false(str_next(&rest, '/', &part));
	assert_int_equal(str_find((Str){ 0 }, 'x'), -1);
	assert_int_equal(str_rfind((Str){ 0 }, 'x'), -1);
	assert_true(str_starts_with((Str){ 0 }, (Str){ 0 }));
	assert_false(str_contains((Str){ 0 }, STR("x")));
}

static void a_prefix_comes_before_what_it_begins(void **state)
{
	(void)state;
	assert_true(str_compare(STR("serde"), STR("serde_json")) < 0);
	assert_true(str_compare(STR("b"), STR("abc")) > 0);
	assert_int_equal(str_compare(STR("x"), STR("x")), 0);
}

static void numbers_above_64_bits_are_refused(void **state)
{
	(void)state;
	uint64_t n = 0;
	assert_true(str_to_u64(STR("18446744073709551615"), &n));
	assert_true(n == UINT64_MAX);
	assert_false(str_to_u64(STR("18446744073709551616"), &n));
	assert_false(str_to_u64(STR(""), &n));
	assert_false(str_to_u64(STR("-1"), &n));
}

static void distance_counts_a_swap_as_one_edit(void **state)
{
	(void)state;
	assert_int_equal(str_distance(STR("improt"), STR("import"), 3), 1);
	assert_int_equal(str_distance(STR("graph"), STR("graph"), 3), 0);
	assert_true(str_distance(STR("abc"), STR("wxyz"), 2) > 2);
}

static void distance_ignores_case(void **state)
{
	(void)state;
	assert_int_equal(str_distance(STR("CHECK"), STR("check"), 3), 0);
}

static void similarity_forgives_a_missing_end(void **state)
{
	(void)state;
	assert_int_equal(str_similarity(STR("graph"), STR("graph")), 100);
	assert_int_equal(str_similarity(STR("martha"), STR("marhta")), 94);
	assert_int_equal(str_similarity(STR("manifest"), STR("manifest-path")), 87);
	assert_int_equal(str_similarity(STR("git"), STR("lib")), 55);
	assert_int_equal(str_similarity(STR("abc"), STR("xyz")), 0);
	assert_int_equal(str_similarity(STR(""), STR("xyz")), 0);
}

static void pieces_are_taken_one_by_one(void **state)
{
	(void)state;
	Str rest = STR("a,,b"), piece;
	assert_true(str_next(&rest, ',', &piece));
	assert_true(str_eq(piece, STR("a")));
	assert_true(str_next(&rest, ',', &piece));
	assert_int_equal(piece.len, 0);
	assert_true(str_next(&rest, ',', &piece));
	assert_true(str_eq(piece, STR("b")));
	assert_false(str_next(&rest, ',', &piece));
}

static void words_are_compared_whole(void **state)
{
	(void)state;
	assert_true(str_has_word(STR(" ab\tc "), STR("c")));
	assert_false(str_has_word(STR("ab c"), STR("a")));
	assert_false(str_has_word(STR("ab c"), STR("")));
	assert_false(str_has_word((Str){ 0 }, STR("a")));
}

static void hashes_stay_what_they_are(void **state)
{
	(void)state;
	assert_true(str_hash(STR("")) == 0x9e3779bd8ef1b1deU);
	assert_true(str_hash(STR("memchr-2.8.3/Makefile")) == 0xf36945d50b9c52aaU);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_cut_like_any_text),
		cmocka_unit_test(hashes_stay_what_they_are),
		cmocka_unit_test(a_cut_without_separator_leaves_no_tail),
		cmocka_unit_test(a_cut_is_at_the_first_separator),
		cmocka_unit_test(a_prefix_comes_before_what_it_begins),
		cmocka_unit_test(numbers_above_64_bits_are_refused),
		cmocka_unit_test(distance_counts_a_swap_as_one_edit),
		cmocka_unit_test(distance_ignores_case),
		cmocka_unit_test(similarity_forgives_a_missing_end),
		cmocka_unit_test(pieces_are_taken_one_by_one),
		cmocka_unit_test(words_are_compared_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
