// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/target_name.h"

#include "base/text/unicode_ident.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* What `cargo build` with rustc 1.95 says of [[bin]] of that name, or of [[test]] where a binary
 * may not be called so. */
static const struct {
	const char *name;
	bool built;
} verdicts[] = {
	{ "x", true },
	{ "7z", true },
	{ "my-tool", true },
	{ "my-tool.exe", false },
	{ "-", true },
	{ "-a", true },
	{ "--a", true },
	{ "a-", true },
	{ "_", true },
	{ "async", true },
	{ "Self", true },
	{ "crate", true },
	{ "super", true },
	{ "std", true },
	{ "r#async", false },
	{ "con", true },
	{ "deps", true },
	{ "\xc3\xa9", true },                 /* one character */
	{ "e\xcc\x81", false },               /* e and a combining accent */
	{ "\xe6\x97\xa5\xe6\x9c\xac", true }, /* ideographs */
	{ "\xe2\x92\xb6", true },             /* an A in a circle is alphabetic, if not XID */
	{ "a\xc2\xbd", true },                /* one half is a number */
	{ "a\xc2\xb7"
	  "b",
	  false },                    /* a middle dot is XID_Continue */
	{ "a\xe0\xa4\x83", true },    /* a vowel sign that is alphabetic */
	{ "\xf0\x90\x90\x80", true }, /* beyond the first plane */
	{ "\xe2\x80\xae"
	  "a",
	  false }, /* right-to-left override */
	{ "a\xe2\x80\x8b"
	  "b",
	  false }, /* zero width space */
	{ "a\xc2\x85"
	  "b",
	  false }, /* a C1 control */
	{ "\xef\xbb\xbf"
	  "a",
	  false }, /* byte order mark */
	{ "a b", false },
	{ " a", false },
	{ "a\tb", false },
	{ "a\nb", false },
	{ "a\rb", false },
	{ "a\033[2J", false },
	{ "a\177", false },
	{ ".", false },
	{ "..", false },
	{ ".a", false },
	{ "a/b", false },
	{ "/a", false },
	{ "../a", false },
	{ "~a", false },
	{ "@a", false },
	{ "+a", false },
	{ "a$b", false },
	{ "$(shell\ttouch\tP)", false },
	{ "`touch P`", false },
	{ "a'b", false },
	{ "a\"b", false },
	{ "a\\b", false },
	{ "a;b", false },
	{ "a:b", false },
	{ "a::b", false },
	{ "a|b", false },
	{ "a&b", false },
	{ "a=b", false },
	{ "a%b", false },
	{ "a#b", false },
	{ "a*", false },
	{ "a?", false },
	{ "[a]", false },
	{ "{a}", false },
	{ "a<b", false },
	{ "a,b", false },
	{ "a!b", false },
	{ "", false },
};

static void what_rustc_takes_is_a_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(verdicts); i++) {
		const Str raw = str_from(verdicts[i].name);
		const TargetName name = target_name_check(raw);
		if ((name.plain.len > 0) != verdicts[i].built)
			fail_msg("`%s` is%s taken", verdicts[i].name, name.plain.len ? "" : " not");
		assert_true(!name.plain.len || str_eq(name.plain, raw));
	}
}

static void bytes_that_are_no_text_are_not(void **state)
{
	(void)state;
	assert_int_equal(target_name_check((Str){ "a\0b", 3 }).plain.len, 0);
	assert_int_equal(target_name_check((Str){ "a\xff", 2 }).plain.len, 0);
	assert_int_equal(target_name_check((Str){ "a\xc3", 2 }).plain.len, 0);
	assert_int_equal(target_name_check((Str){ "\xed\xa0\x80", 3 }).plain.len, 0);
	assert_int_equal(target_name_check((Str){ "\xc0\xaf", 2 }).plain.len, 0);
	assert_int_equal(target_name_check((Str){ "\xe0\x80\xaf", 3 }).plain.len, 0);
	assert_int_equal(target_name_check((Str){ NULL, 0 }).plain.len, 0);
}

static void names_are_as_long_as_cargo_can_make_files(void **state)
{
	char text[237];
	(void)state;
	memset(text, 'x', sizeof text);
	assert_int_equal(target_name_check((Str){ text, 236 }).plain.len, 236);
	assert_int_equal(target_name_check((Str){ text, 237 }).plain.len, 0);
}

static void crates_have_underscores(void **state)
{
	scoped_arena a = { 0 };
	(void)state;
	const TargetName crate = target_name_crate(&a, target_name_check(STR("-a-b_c")));
	assert_true(str_eq(crate.plain, STR("_a_b_c")));
	assert_int_equal(target_name_crate(&a, target_name_check(STR("a b"))).plain.len, 0);
}

/* What the diagnostic says of `raw`. */
static Str said_of(Arena *a, Str raw)
{
	char *text = NULL;
	size_t len = 0;
	Diag d = { .out = open_memstream(&text, &len) };
	assert_false(target_name_refuse(&d, NO_SPAN, "binary target", raw));
	assert_false(target_name_suggest(&d, raw));
	fclose(d.out);
	const Str said = arena_str(a, (Str){ text, len });
	free(text);
	return said;
}

static void a_refusal_suggests_a_name(void **state)
{
	scoped_arena a = { 0 };
	(void)state;
	assert_true(str_contains(said_of(&a, STR("my-tool.exe")), STR("`my-tool-exe`")));
	assert_true(str_contains(said_of(&a, STR("/../$(x y)")), STR("`x-y`")));
	assert_true(str_contains(said_of(&a, STR("$()")), STR("choose a name of at most")));
	assert_true(str_contains(said_of(&a, STR("a\033b")), STR("U+001B")));
	assert_int_equal(str_find(said_of(&a, STR("a\033b\n")), '\033'), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_rustc_takes_is_a_name),
		cmocka_unit_test(bytes_that_are_no_text_are_not),
		cmocka_unit_test(names_are_as_long_as_cargo_can_make_files),
		cmocka_unit_test(crates_have_underscores),
		cmocka_unit_test(a_refusal_suggests_a_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
