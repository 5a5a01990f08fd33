// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/json/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void values_are_found_by_exact_key(void **state)
{
	(void)state;
	scoped_json v = json_parse(
		STR(" {\"Name\": \"x\", \"n\": 3, \"b\": true, \"o\": {\"k\": \"deep\"}} \n"),
		NULL);
	uint64_t n = 0;
	assert_non_null(v);
	assert_true(str_eq(json_string(v, "Name"), STR("x")));
	assert_null(json_string(v, "name").ptr);
	assert_null(json_string(v, "n").ptr);
	assert_true(json_u64(v, "n", &n) && n == 3);
	assert_false(json_u64(v, "Name", &n));
	assert_true(json_bool(v, "b", false));
	assert_true(json_bool(v, "absent", true));
	assert_true(str_eq(json_string(json_get(v, "o"), "k"), STR("deep")));
	assert_null(json_string(json_get(v, "absent"), "k").ptr);
}

static void members_keep_their_order(void **state)
{
	(void)state;
	scoped_json v = json_parse(STR("{\"b\": 1, \"a\": [\"x\", null]}"), NULL);
	scoped_buf keys = { 0 };
	json_each(m, v) buf_add(&keys, json_key(m));
	assert_true(str_eq(buf_str(&keys), STR("ba")));
	const Json *list = json_get(v, "a");
	assert_int_equal(json_kind(list), JSON_LIST);
	assert_true(str_eq(json_text(json_first(list)), STR("x")));
	assert_int_equal(json_kind(json_next(json_first(list))), JSON_NULL);
	assert_null(json_first(json_first(list)));
}

static void broken_text_is_refused(void **state)
{
	(void)state;
	static const Str bad[] = { STR_INIT(""),       STR_INIT("{"),    STR_INIT("{} x"),
		                   STR_INIT("{} {}"),  STR_INIT("[1,]"), STR_INIT("\"\\u0000\""),
		                   STR_INIT("\"\\q\"") };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_null(json_parse(bad[i], NULL));
	scoped_json fine = json_parse(STR("\"\\\\u0000\""), NULL);
	assert_true(str_eq(json_text(fine), STR("\\u0000")));
}

static void text_need_not_end_in_nul(void **state)
{
	(void)state;
	char *text = malloc(4);
	memcpy(text, "1234", 4);
	scoped_json v = json_parse((Str){ text, 4 }, NULL);
	assert_int_equal(json_kind(v), JSON_NUMBER);
	free(text);
}

static void deep_nesting_is_refused(void **state)
{
	(void)state;
	scoped_buf b = { 0 };
	for (int i = 0; i < 100000; i++)
		buf_char(&b, '[');
	assert_null(json_parse(buf_str(&b), NULL));
}

static void error_cites_the_place(void **state)
{
	(void)state;
	char *said = NULL;
	size_t len = 0;
	Diag diag = { .out = open_memstream(&said, &len) };
	const Source src = { .path = "config.json", .text = STR("{\n  \"dl\" 1\n}\n") };
	assert_null(json_read(&src, &diag));
	fclose(diag.out);
	assert_non_null(strstr(said, "config.json:2:8: error: this is not valid JSON"));
	free(said);
}

static void quoting_escapes_what_json_forbids(void **state)
{
	(void)state;
	scoped_buf b = { 0 };
	json_quote(&b, STR("a\"\\\n\x01\t\xc3\xa4"));
	assert_true(str_eq(buf_str(&b), STR("\"a\\\"\\\\\\n\\u0001\\t\xc3\xa4\"")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_found_by_exact_key),
		cmocka_unit_test(members_keep_their_order),
		cmocka_unit_test(broken_text_is_refused),
		cmocka_unit_test(text_need_not_end_in_nul),
		cmocka_unit_test(deep_nesting_is_refused),
		cmocka_unit_test(error_cites_the_place),
		cmocka_unit_test(quoting_escapes_what_json_forbids),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
