// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/build_options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct Wanted { /* a command's struct, with the shared one inside */
	const char *output, *home;
	bool quick, all;
	unsigned loud;
	BuildOptions build;
} Wanted;

static const char *const shapes[] = { "json", "dot", NULL };

static const Option own[] = {
	OPTION_TEXT(Wanted, output, 'o', "output", "DIR", "where to"),
	OPTION_FLAG(Wanted, quick, 'q', "quick", "be quick"),
	OPTION_FLAG(Wanted, all, 'a', "all-of-it", "take all"),
	OPTION_COUNT(Wanted, loud, 'l', "loud", "be louder"),
	OPTION_MAYBE(Wanted, home, 'm', "home", "DIR", "fill it"),
	OPTION_CHOICE(Wanted, output, 0, "shape", "SHAPE", "which", shapes),
	OPTION_END,
};

static const OptionSet sets[] = {
	{ "Options", own, 0 },
	BUILD_OPTION_SETS(Wanted, build),
	{ 0 },
};

typedef struct Fixture {
	Arena arena;
	Diag diag;
	char *said;
	size_t said_len;
	Wanted got;
	TextList operands;
	ptrdiff_t used;
} Fixture;

static int set_up(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	f->diag.out = open_memstream(&f->said, &f->said_len);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *f = *state;
	fclose(f->diag.out);
	free(f->said);
	arena_free(&f->arena);
	free(f);
	return 0;
}

static bool parse(Fixture *f, const char *const *args)
{
	const OptionPart part = { sets, &f->got };
	const OptionParser p = { &part, 1, false, &f->arena, &f->diag };
	f->used = options_parse(&p, args, &f->operands);
	fflush(f->diag.out);
	return f->used >= 0;
}

#define ARGS(...) \
	(const char *const[]) \
	{ \
		__VA_ARGS__, NULL \
	}

static void a_value_may_follow_in_four_ways(void **state)
{
	Fixture *f = *state;
	const char *const *const ways[] = { ARGS("--output", "x"), ARGS("--output=x"),
		                            ARGS("-o", "x"), ARGS("-ox"), ARGS("-o=x") };
	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		f->got.output = NULL;
		assert_true(parse(f, ways[i]));
		assert_string_equal(f->got.output, "x");
	}
}

static void a_value_that_may_be_left_out_is_never_the_next_argument(void **state)
{
	Fixture *f = *state;
	assert_true(parse(f, ARGS("--home", "x")));
	assert_string_equal(f->got.home, "");
	assert_int_equal(f->operands.count, 1);
	assert_true(parse(f, ARGS("--home=x")));
	assert_string_equal(f->got.home, "x");
	assert_false(parse(f, ARGS("--home=x", "--home")));
	assert_string_equal(f->said, "error: option `--home <DIR>` was given more than once\n"
	                             "help: give it only once\n");
}

static void letters_of_flags_may_be_clustered(void **state)
{
	Fixture *f = *state;
	assert_true(parse(f, ARGS("-qlalox")));
	assert_true(f->got.quick && f->got.all);
	assert_int_equal(f->got.loud, 2);
	assert_string_equal(f->got.output, "x");
}

static void lists_keep_their_order_and_end_in_null(void **state)
{
	Fixture *f = *state;
	assert_true(parse(f, ARGS("-pa", "-p", "b", "--package=c", "-p=d", "--package", "e")));
	const TextList *p = &f->got.build.packages;
	assert_int_equal(p->count, 5);
	for (size_t i = 0; i < p->count; i++)
		assert_int_equal(p->items[i][0], 'a' + (int)i);
	assert_null(p->items[5]);
}

static void what_follows_two_dashes_is_an_operand(void **state)
{
	Fixture *f = *state;
	assert_true(parse(f, ARGS("one", "--", "--quick", "-")));
	assert_false(f->got.quick);
	assert_int_equal(f->operands.count, 3);
	assert_string_equal(f->operands.items[1], "--quick");
}

static void an_option_is_no_value_for_another(void **state)
{
	Fixture *f = *state;
	assert_false(parse(f, ARGS("--output", "--quick")));
	assert_string_equal(f->said, "error: option `--output <DIR>` needs a value\n"
	                             "help: write `--output=DIR`\n");
}

static void a_text_option_is_given_once(void **state)
{
	Fixture *f = *state;
	assert_false(parse(f, ARGS("-ox", "--output=y")));
	assert_string_equal(f->said, "error: option `--output <DIR>` was given more than once\n"
	                             "help: give it only once\n");
}

static void a_flag_is_given_once(void **state)
{
	Fixture *f = *state;
	assert_false(parse(f, ARGS("-q", "-l", "-l", "--quick")));
	assert_string_equal(f->said, "error: option `--quick` was given more than once\n"
	                             "help: give it only once\n");
	assert_false(parse(f, ARGS("-qq")));
}

/* Cargo: options before the command and after it. */
static void a_later_parse_overrides(void **state)
{
	Fixture *f = *state;
	assert_true(parse(f, ARGS("-q", "--output", "x")));
	assert_true(parse(f, ARGS("-q", "--output", "y")));
	assert_string_equal(f->got.output, "y");
}

static void a_path_is_not_empty(void **state)
{
	Fixture *f = *state;
	assert_false(parse(f, ARGS("--output=")));
	assert_false(parse(f, ARGS("-o", "")));
	assert_false(parse(f, ARGS("--home=")));
	assert_string_equal(f->said, "error: option `--output <DIR>` needs a value\n"
	                             "help: write `--output=DIR`\n"
	                             "error: option `--output <DIR>` needs a value\n"
	                             "help: write `--output=DIR`\n"
	                             "error: option `--home <DIR>` needs a value\n"
	                             "help: write `--home=DIR`\n");
}

static void only_paths_may_be_other_bytes_than_utf8(void **state)
{
	Fixture *f = *state;
	assert_true(parse(f, ARGS("-o\xff")));
	assert_false(parse(f, ARGS("-p\xff")));
	assert_string_equal(f->said, "error: the value of `--package <SPEC>` is not UTF-8\n"
	                             "help: only paths may contain other bytes\n");
}

static void jobs_are_those_of_cargo(void **state)
{
	Fixture *f = *state;
	static const char *const good[] = {
		"1", "-4", "+2", "default", "2147483647", "-2147483648"
	};
	static const char *const bad[] = { "0",          "-0", "",    "abc", "-",
		                           "2147483648", "1 ", "0x1", "--",  "-2147483649" };
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(parse(f, ARGS("-j", good[i])));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(parse(f, ARGS("-j", bad[i])));
	assert_false(parse(f, ARGS("-j", "-r")));
}

static void names_that_are_not_similar_are_not_offered(void **state)
{
	Fixture *f = *state;
	assert_false(parse(f, ARGS("--git")));
	assert_false(parse(f, ARGS("--manifest")));
	assert_string_equal(f->said, "error: unknown option `--git`\n"
	                             "error: unknown option `--manifest`\n"
	                             "help: an option with a similar name exists: "
	                             "`--manifest-path`\n");
}

static void a_letter_is_shown_whole(void **state)
{
	Fixture *f = *state;
	assert_false(parse(f, ARGS("-q\xc3\xa9x")));
	assert_string_equal(f->said, "error: unknown option `-\xc3\xa9`\n");
}

static void a_misspelt_option_names_the_nearest(void **state)
{
	Fixture *f = *state;
	assert_false(parse(f, ARGS("--no-default-feature")));
	assert_string_equal(f->said, "error: unknown option `--no-default-feature`\n"
	                             "help: an option with a similar name exists: "
	                             "`--no-default-features`\n");
}

static void choices_are_listed_when_none_fits(void **state)
{
	Fixture *f = *state;
	assert_false(parse(f, ARGS("--shape", "svg")));
	assert_string_equal(f->said, "error: invalid value `svg` for `--shape <SHAPE>`\n"
	                             "help: possible values: json, dot\n");
}

static void a_similar_choice_is_offered(void **state)
{
	Fixture *f = *state;
	assert_false(parse(f, ARGS("--shape", "jsn")));
	assert_string_equal(f->said, "error: invalid value `jsn` for `--shape <SHAPE>`\n"
	                             "help: possible values: json, dot\n"
	                             "help: a similar value exists: `json`\n");
}

static void features_are_split_at_commas_and_spaces(void **state)
{
	Fixture *f = *state;
	assert_true(parse(f, ARGS("-F", "a,b  c", "--features", "", "--features=d/e,,f?/g ")));
	const StrList got = build_options_features(&f->arena, &f->got.build);
	const char *const wanted[] = { "a", "b", "c", "d/e", "f?/g" };
	assert_int_equal(got.count, COUNT_OF(wanted));
	for (size_t i = 0; i < got.count; i++)
		assert_true(str_eq(got.items[i], str_from(wanted[i])));
}

static void release_and_another_profile_contradict(void **state)
{
	Fixture *f = *state;
	Str profile;
	assert_true(parse(f, ARGS("-r")));
	assert_true(build_options_profile(&f->got.build, &f->diag, &profile));
	assert_true(str_eq(profile, STR("release")));
	assert_true(parse(f, ARGS("--profile=test")));
	assert_false(build_options_profile(&f->got.build, &f->diag, &profile));
}

static void a_profile_may_have_no_name(void **state)
{
	Fixture *f = *state;
	Str profile;
	assert_true(parse(f, ARGS("--profile=")));
	assert_true(build_options_profile(&f->got.build, &f->diag, &profile));
	assert_non_null(profile.ptr);
	assert_int_equal(profile.len, 0);
}

#define FACT(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(a_value_may_follow_in_four_ways),
		FACT(a_value_that_may_be_left_out_is_never_the_next_argument),
		FACT(letters_of_flags_may_be_clustered),
		FACT(lists_keep_their_order_and_end_in_null),
		FACT(what_follows_two_dashes_is_an_operand),
		FACT(an_option_is_no_value_for_another),
		FACT(a_text_option_is_given_once),
		FACT(a_flag_is_given_once),
		FACT(a_later_parse_overrides),
		FACT(a_path_is_not_empty),
		FACT(only_paths_may_be_other_bytes_than_utf8),
		FACT(jobs_are_those_of_cargo),
		FACT(names_that_are_not_similar_are_not_offered),
		FACT(a_letter_is_shown_whole),
		FACT(a_similar_choice_is_offered),
		FACT(a_profile_may_have_no_name),
		FACT(a_misspelt_option_names_the_nearest),
		FACT(choices_are_listed_when_none_fits),
		FACT(features_are_split_at_commas_and_spaces),
		FACT(release_and_another_profile_contradict),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
