// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/toml/writer.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* What a document becomes. */
static void writes(const char *text, const char *wanted)
{
	scoped_arena a = { 0 };
	scoped_buf out = { 0 };
	Diag diag = { 0 };
	const Source src = { .path = "test.toml", .text = str_from(text) };
	const TomlTable *t = toml_parse(&src, &a, &diag);
	assert_non_null(t);
	toml_write(&out, t);
	buf_char(&out, '\0');
	assert_string_equal(out.ptr, wanted);
}

static void values_come_before_tables(void **state)
{
	(void)state;
	writes("a.b.c = 1\nd = 2\n[e]\nf = 3\n", "d = 2\n\n[a.b]\nc = 1\n\n[e]\nf = 3\n");
	writes("a.b.c = 1\n", "[a.b]\nc = 1\n");
	writes("[a]\n[b]\n", "[a]\n\n[b]\n");
	writes("[[a]]\n[[a]]\nb = 1\n[a.c]\n", "[[a]]\n\n[[a]]\nb = 1\n\n[a.c]\n");
	writes("", "");
}

static void several_values_of_an_array_have_lines(void **state)
{
	(void)state;
	writes("a = []\nb = [1]\nc = [1, 2]\n", "a = []\nb = [1]\nc = [\n    1,\n    2,\n]\n");
	writes("a = [1, { b = 1, c = {} }]\n", "a = [\n    1,\n    { b = 1, c = {} },\n]\n");
}

static void strings_avoid_escapes(void **state)
{
	(void)state;
	writes("a = 'x'\n", "a = \"x\"\n");
	writes("a = '''a\"b'''\n", "a = 'a\"b'\n");
	writes("a = 'a\\b'\n", "a = 'a\\b'\n");
	writes("a = \"\\\"'\"\n", "a = \"\"\"\"'\"\"\"\n");
	writes("a = \"x\\ny\"\n", "a = \"\"\"\nx\ny\"\"\"\n");
	writes("a = \"x\\\\\\ny\"\n", "a = '''\nx\\\ny'''\n");
	writes("a = \"\\u0001'\\\"\\\\\"\n", "a = \"\\u0001'\\\"\\\\\"\n");
	writes("a = \"\\t\"\n", "a = \"\\t\"\n");
}

static void keys_are_bare_if_they_can_be(void **state)
{
	(void)state;
	writes("'a-b_1' = 1\n'' = 2\n'a.b' = 3\n'\"' = 4\n",
	       "a-b_1 = 1\n\"\" = 2\n\"a.b\" = 3\n'\"' = 4\n");
	writes("[a.'b c']\n", "[a.\"b c\"]\n");
}

static void numbers_are_written_as_rust_does(void **state)
{
	(void)state;
	writes("a = 0x10\nb = -3\n", "a = 16\nb = -3\n");
	writes("a = 1.0\nb = 0.1\nc = 1e3\nd = 1.5e-7\ne = -12.25\nf = 1e21\n",
	       "a = 1.0\nb = 0.1\nc = 1000.0\nd = 0.00000015\ne = -12.25\n"
	       "f = 1000000000000000000000.0\n");
	writes("a = inf\nb = -nan\nc = -0.0\n", "a = inf\nb = nan\nc = -0.0\n");
	writes("a = true\n", "a = true\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_before_tables),
		cmocka_unit_test(several_values_of_an_array_have_lines),
		cmocka_unit_test(strings_avoid_escapes),
		cmocka_unit_test(keys_are_bare_if_they_can_be),
		cmocka_unit_test(numbers_are_written_as_rust_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
