// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/maketext.h"

#include "base/files/fs.h"
#include "bridge/unit/text.h"
#include "tests/tools/make_reads.h"
#include "tests/unit/folder.h"

/* What the world may say, anywhere. None of it may run, and make must give all of it back. */
static const Str hostile[] = {
	STR_INIT("plain"),
	STR_INIT(""),
	STR_INIT("$(shell touch PWN)"),
	STR_INIT("$(shell\ttouch\tPWN)"),
	STR_INIT("${shell touch PWN}"),
	STR_INIT("$$(shell touch PWN)"),
	STR_INIT("`touch PWN`"),
	STR_INIT("$(eval x:;touch PWN)"),
	STR_INIT("a\n\ttouch PWN\nl4goal: x"),
	STR_INIT("\nall:\n\ttouch PWN\n"),
	STR_INIT("'; touch PWN; '"),
	STR_INIT("\"; touch PWN; \""),
	STR_INIT("\\"),
	STR_INIT("a\\\\"),
	STR_INIT("a\\\nb"),
	STR_INIT("\\#"),
	STR_INIT("#"),
	STR_INIT("a # b"),
	STR_INIT("\r"),
	STR_INIT("\rx\r"),
	STR_INIT("\v lead"),
	STR_INIT("\f"),
	STR_INIT("\t"),
	STR_INIT("  both  "),
	STR_INIT("x\r\n"),
	STR_INIT("\n"),
	STR_INIT("%"),
	STR_INIT(":="),
	STR_INIT("a=b:c;d|e"),
	STR_INIT("a&b~"),
	STR_INIT("~/x*?[a]"),
	STR_INIT("$"),
	STR_INIT("$$"),
	STR_INIT("$(RS_NL)"),
	STR_INIT("$("),
	STR_INIT("endef"),
	STR_INIT("define x"),
	STR_INIT("-include /x"),
	STR_INIT("\xff\xfe\x80"),
	STR_INIT("\x85 x \xa0"),
	STR_INIT("\x1b[2J"),
	STR_INIT("caf\xc3\xa9"),
};

/* All of them in one makefile, each in three places. */
static void put_hostile(MakeText *m)
{
	scoped_make list = { 0 };
	make_put(m, LIT(MAKE_READS_HEAD "export\n"));
	for (size_t i = 0; i < COUNT_OF(hostile); i++) {
		char name[16];
		snprintf(name, sizeof name, "V%zu", i);
		make_put(m, LIT("# "), COMMENT(hostile[i]), LIT("\nC = kept\n"),
		         NAME(str_from(name)), LIT(" = "), START(hostile[i]), LIT("\nM"),
		         NAME(str_from(name)), LIT(" = <"), VALUE(hostile[i]), LIT(">\n"));
		make_put(&list, LIT(" "), WORD(hostile[i]));
	}
	make_assign_text(m, "LIST", &list);
}

static void make_gives_back_the_bytes(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	scoped_make m = { 0 };
	scoped_buf read = { 0 };
	char *folder = test_folder(&a);
	put_hostile(&m);
	assert_true(make_is_whole(&m));
	assert_true(make_reads_run(folder, make_str(&m), NULL, &read));
	for (size_t i = 0; i < COUNT_OF(hostile); i++) {
		char name[16];
		snprintf(name, sizeof name, "V%zu", i);
		if (!str_eq(make_reads_get(buf_str(&read), name), hostile[i]))
			fail_msg("`%s` does not come back", hostile[i].ptr);
		snprintf(name, sizeof name, "MV%zu", i);
		const Str inside = make_reads_get(buf_str(&read), name);
		assert_true(str_eq(str_sub(inside, 1, inside.len - 1), hostile[i]));
	}
	const StrVec words = text_split_quoted(&a, make_reads_get(buf_str(&read), "LIST"));
	assert_int_equal(words.count, COUNT_OF(hostile));
	for (size_t i = 0; i < words.count; i++)
		assert_true(str_eq(words.items[i], hostile[i]));
	assert_true(str_eq(make_reads_get(buf_str(&read), "C"), STR("kept")));
	assert_int_equal(rmdir(folder), 0); /* nothing was written there */
}

static void long_values_are_whole(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	scoped_make m = { 0 };
	scoped_buf read = { 0 }, value = { 0 };
	char *folder = test_folder(&a);
	while (value.len < 100000)
		buf_add(&value, STR("$(shell x) # \\ "));
	make_put(&m, LIT(MAKE_READS_HEAD "export\n"));
	make_assign(&m, "V", buf_str(&value));
	assert_true(make_reads_run(folder, make_str(&m), NULL, &read));
	assert_true(str_eq(make_reads_get(buf_str(&read), "V"), buf_str(&value)));
	assert_int_equal(rmdir(folder), 0);
}

/* Only what make and a shell see as one plain word is a name. */
static void names_are_plain(void **state)
{
	(void)state;
	static const Str good[] = { STR_INIT("serde-1.0.228"), STR_INIT("libc-0.2.1/bin-a_b"),
		                    STR_INIT("x-1.0.0+b"), STR_INIT("\xc3\xa9t\xc3\xa9"),
		                    STR_INIT("../../x") };
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(make_is_name(good[i]));
	assert_false(make_is_name(STR("-rf")));
	for (int c = 1; c < 0x80; c++) {
		const char text[] = { 'a', (char)c, 'b' };
		const bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
		                   strchr("_+-./@", c);
		assert_int_equal(make_is_name((Str){ text, 3 }), plain);
	}
	for (size_t i = 1; i < COUNT_OF(hostile) - 1; i++) {
		scoped_make m = { 0 };
		if (make_is_name(hostile[i]))
			continue;
		make_put(&m, LIT("x: "), NAME(hostile[i]), LIT("\n"));
		assert_false(make_is_whole(&m));
		assert_string_equal(make_str(&m).ptr, "x: \n");
	}
}

static void places_begin_with_one_of_our_variables(void **state)
{
	(void)state;
	static const Str good[] = { STR_INIT("$(RS_BUILD)/bin/x"), STR_INIT("$(RS_DEPS)/libx.rlib"),
		                    STR_INIT("x-1.0.0/doctest") };
	static const Str bad[] = { STR_INIT("$(shell x)/y"),
		                   STR_INIT("$(RS_BUILD)/$(x)"),
		                   STR_INIT("$b/x"),
		                   STR_INIT("$(RS_x)/x"),
		                   STR_INIT("$(RS_A/x"),
		                   STR_INIT("$(RS_A)x"),
		                   STR_INIT("$(RS_A $(x))/y"),
		                   STR_INIT("$B/x"),
		                   STR_INIT("$(RS_BUILD)"),
		                   STR_INIT("$(RS_BUILD)/"),
		                   STR_INIT("$$/x") };
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		scoped_make m = { 0 };
		make_put(&m, PLACE(good[i]));
		assert_true(make_is_whole(&m));
		assert_true(str_eq(make_str(&m), good[i]));
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		scoped_make m = { 0 };
		make_put(&m, PLACE(bad[i]));
		assert_false(make_is_whole(&m));
	}
}

static void what_cannot_be_written_is_remembered(void **state)
{
	(void)state;
	scoped_make m = { 0 }, part = { 0 };
	make_put(&part, LIT("a = "), START(STR("x\0y")), NAME(STR("second")));
	make_assign(&m, "X", STR("1"));
	assert_true(make_is_whole(&m));
	make_put_text(&m, &part);
	assert_false(make_is_whole(&m));
	assert_string_equal(m.what, "x?y");
	assert_non_null(strstr(m.why, "NUL"));
}

static void empty_values_are_not_written(void **state)
{
	(void)state;
	scoped_make m = { 0 }, none = { 0 };
	make_assign(&m, "NAME", STR(""));
	make_assign_text(&m, "NAME", &none);
	assert_true(make_is_empty(&m));
}

static void variables_have_plain_names(void **state)
{
	(void)state;
	assert_true(make_is_variable(STR("_A9")));
	assert_false(make_is_variable(STR("9A")));
	assert_false(make_is_variable(STR("")));
	assert_false(make_is_variable(STR("A B")));
	assert_false(make_is_variable(STR("A-B")));
	assert_false(make_is_variable(STR("A=$(shell x)")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(make_gives_back_the_bytes),
		cmocka_unit_test(long_values_are_whole),
		cmocka_unit_test(names_are_plain),
		cmocka_unit_test(places_begin_with_one_of_our_variables),
		cmocka_unit_test(what_cannot_be_written_is_remembered),
		cmocka_unit_test(empty_values_are_not_written),
		cmocka_unit_test(variables_have_plain_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
