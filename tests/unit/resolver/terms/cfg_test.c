// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/buf.h"
#include "resolver/terms/cfg.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char linux_lines[] = "debug_assertions\n"
				  "panic=\"unwind\"\n"
				  "proc_macro\n"
				  "target_abi=\"\"\n"
				  "target_arch=\"x86_64\"\n"
				  "target_family=\"unix\"\n"
				  "target_feature=\"fxsr\"\n"
				  "target_feature=\"sse2\"\n"
				  "target_has_atomic\n"
				  "target_has_atomic=\"8\"\n"
				  "not a cfg\n"
				  "target_os=\"linux\"\r\n"
				  "unix\n";

static void lines_of_rustc_become_a_set(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const CfgSet set = cfg_set_parse(str_from(linux_lines), &a);
	assert_int_equal(set.count, 11);
	assert_true(str_eq(set.items[2].name, STR("target_abi")));
	assert_true(cfg_set_has(&set, STR("target_abi"), STR(""), true));
	assert_true(cfg_set_has(&set, STR("target_os"), STR("linux"), true));
	assert_true(cfg_set_has(&set, STR("unix"), STR(""), false));
	assert_false(cfg_set_has(&set, STR("proc_macro"), STR(""), false));
	assert_false(cfg_set_has(&set, STR("target_os"), STR(""), false));
}

static void expressions_hold_as_cargo_says(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool holds;
	} cases[] = {
		{ "unix", true },
		{ "windows", false },
		{ "r#unix", true },
		{ "target_os=\"linux\"", true },
		{ "target_os = \"linux\"", true },
		{ " target_os  =  \"linux\" ", true },
		{ "target_os = \"macos\"", false },
		{ "target_abi = \"\"", true },
		{ "target_has_atomic", true },
		{ "target_has_atomic = \"8\"", true },
		{ "target_has_atomic = \"16\"", false },
		{ "target_feature = \"sse2\"", true },
		{ "not(unix)", false },
		{ "not(windows)", true },
		{ "not(not(unix))", true },
		{ "all()", true },
		{ "any()", false },
		{ "all(unix)", true },
		{ "all(unix, target_os = \"linux\",)", true },
		{ "all(unix, windows)", false },
		{ "any(windows, unix,)", true },
		{ "any(windows, all(unix, not(target_arch = \"arm\")))", true },
		{ "all ( unix , any ( windows , not ( wasm ) ) )", true },
		{ "true", true },
		{ "false", false },
		{ "not(false)", true },
		{ "r#true", true },
		{ "r#false", false },
		{ "all(true, unix)", true },
		{ "r#all", false },
		{ "proc_macro", false },
		{ "feature = \"x\"", false },
		{ "true = \"x\"", false },
		{ "_a1", false },
	};
	scoped_arena a = { 0 };
	const CfgSet set = cfg_set_parse(str_from(linux_lines), &a);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const CfgExpr *e = NULL;
		const char *why = NULL;
		size_t at = 0;
		if (!cfg_expr_parse(str_from(cases[i].text), &a, &e, &why, &at))
			fail_msg("`%s`: %s", cases[i].text, why);
		if (cfg_expr_holds(e, &set) != cases[i].holds)
			fail_msg("`%s` should be %d", cases[i].text, cases[i].holds);
	}
}

static void wrong_expressions_say_where_and_why(void **state)
{
	(void)state;
	static const char odd[] = "unexpected character in cfg, expected parens, a comma, an "
				  "identifier, or a string";
	static const char junk[] = "unexpected content found after cfg expression";
	static const struct {
		const char *text;
		size_t at;
		const char *why;
	} cases[] = {
		{ "", 0, "expected start of a cfg expression, but cfg expression ended" },
		{ " ", 1, "expected start of a cfg expression, but cfg expression ended" },
		{ "unix windows", 5, junk },
		{ "unix)", 4, junk },
		{ "all(unix", 8, "expected `)`, but cfg expression ended" },
		{ "all(unix windows)", 9, "expected `)`, found an identifier" },
		{ "all(,)", 4, "expected identifier, found `,`" },
		{ "all", 3, "expected `(`, but cfg expression ended" },
		{ "all = \"x\"", 4, "expected `(`, found `=`" },
		{ "not", 3, "expected `(`, but cfg expression ended" },
		{ "not()", 4, "expected identifier, found `)`" },
		{ "not(a, b)", 5, "expected `)`, found `,`" },
		{ "not(a", 5, "expected `)`, but cfg expression ended" },
		{ "a =", 3, "expected a string, but cfg expression ended" },
		{ "a = b", 4, "expected a string, found an identifier" },
		{ "a = \"b", 4, "unterminated string in cfg" },
		{ "\"a\"", 0, "expected identifier, found a string" },
		{ "a\t", 1, odd },
		{ "\xc3\xa9", 0, odd },
		{ "1a", 0, odd },
		{ "a-b", 1, odd },
		{ "r#", 2, "expected an identifier after `r#`" },
		{ "r#1", 2, "expected an identifier after `r#`" },
	};
	scoped_arena a = { 0 };
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const CfgExpr *e;
		const char *why = NULL;
		size_t at = 0;
		if (cfg_expr_parse(str_from(cases[i].text), &a, &e, &why, &at))
			fail_msg("`%s` is accepted", cases[i].text);
		if (strcmp(why, cases[i].why) || at != cases[i].at)
			fail_msg("`%s`: %s at %zu", cases[i].text, why, at);
	}
}

static void expressions_nest_up_to_a_limit(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	for (int depth = 100; depth <= 100000; depth *= 1000) {
		scoped_buf text = { 0 };
		for (int i = 0; i < depth; i++)
			buf_add(&text, STR("not("));
		buf_add(&text, STR("unix"));
		for (int i = 0; i < depth; i++)
			buf_char(&text, ')');
		const CfgExpr *e;
		const char *why = NULL;
		size_t at = 0;
		const bool ok = cfg_expr_parse(buf_str(&text), &a, &e, &why, &at);
		assert_int_equal(ok, depth == 100);
		if (!ok)
			assert_string_equal(why, "cfg expression is nested too deeply");
	}
}

static bool platform_holds(const char *text, const CfgSet *set, Arena *a)
{
	Platform p;
	const char *why = NULL;
	size_t at = 0;
	if (!platform_parse(str_from(text), a, &p, &why, &at))
		fail_msg("`%s`: %s", text, why);
	return platform_matches(&p, STR("x86_64-unknown-linux-gnu"), set);
}

static void a_platform_is_a_triple_or_an_expression(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const CfgSet set = cfg_set_parse(str_from(linux_lines), &a);
	assert_true(platform_holds("x86_64-unknown-linux-gnu", &set, &a));
	assert_false(platform_holds("x86_64-unknown-linux", &set, &a));
	assert_false(platform_holds("thumbv8m.main-none-eabi", &set, &a));
	assert_false(platform_holds("unix", &set, &a));
	assert_true(platform_holds("cfg(unix)", &set, &a));
	assert_false(platform_holds("cfg(windows)", &set, &a));
}

static void wrong_platforms_are_refused(void **state)
{
	(void)state;
	static const char paren[] = "invalid target specifier: unexpected `(` character, cfg "
				    "expressions must start with "
				    "`cfg(`";
	static const struct {
		const char *text;
		size_t at;
		const char *why;
	} cases[] = {
		{ "cfg (unix)", 3, paren },
		{ "cfg(unix) ", 3, paren },
		{ "cfg(", 3, paren },
		{ "any(unix)", 3, paren },
		{ "x86 64", 3, "invalid target specifier: unexpected character in target name" },
		{ "foo/bar.json", 3,
		  "invalid target specifier: unexpected character in target name" },
		{ "cfg()", 4, "expected start of a cfg expression, but cfg expression ended" },
		{ "cfg(a b)", 6, "unexpected content found after cfg expression" },
	};
	scoped_arena a = { 0 };
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		Platform p;
		const char *why = NULL;
		size_t at = 0;
		if (platform_parse(str_from(cases[i].text), &a, &p, &why, &at))
			fail_msg("`%s` is accepted", cases[i].text);
		if (strcmp(why, cases[i].why) || at != cases[i].at)
			fail_msg("`%s`: %s at %zu", cases[i].text, why, at);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_rustc_become_a_set),
		cmocka_unit_test(expressions_hold_as_cargo_says),
		cmocka_unit_test(wrong_expressions_say_where_and_why),
		cmocka_unit_test(expressions_nest_up_to_a_limit),
		cmocka_unit_test(a_platform_is_a_triple_or_an_expression),
		cmocka_unit_test(wrong_platforms_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
