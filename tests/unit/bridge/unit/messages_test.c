// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/messages.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void diagnostics_are_shown(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const Message m =
		message_parse(STR("{\"$message_type\":\"diagnostic\",\"message\":\"unused\","
	                          "\"code\":{\"code\":\"x\",\"e\":null},"
	                          "\"level\":\"warning\",\"spans\":[{\"text\":[{\"a\":\"}]\\\"\"}]}"
	                          "],\"children\":[],"
	                          "\"rendered\":\"a\\nb\\t\\u00e9\\ud83d\\ude00\\\"\\\\\"}"),
	                      &a);
	assert_int_equal(m.kind, MESSAGE_SHOWN);
	assert_true(m.is_warning);
	assert_false(m.is_error);
	assert_true(str_eq(m.rendered, STR("a\nb\t\xc3\xa9\xf0\x9f\x98\x80\"\\")));
}

static void summaries_are_not_shown(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const char *const texts[] = { "aborting due to 2 previous errors", "1 warning emitted",
		                      "3 warnings emitted" };
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		const Str line = arena_printf(&a,
		                              "{\"$message_type\":\"diagnostic\",\"message\":\"%"
		                              "s\",\"level\":\"error\",\"rendered\":\"x\"}",
		                              texts[i]);
		assert_int_equal(message_parse(line, &a).kind, MESSAGE_NOTHING);
	}
}

static void metadata_are_announced(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	assert_int_equal(message_parse(STR("{\"$message_type\":\"artifact\",\"artifact\":\"/"
	                                   "x.rmeta\",\"emit\":\"metadata\"}"),
	                               &a)
	                         .kind,
	                 MESSAGE_METADATA);
	assert_int_equal(message_parse(STR("{\"$message_type\":\"artifact\",\"artifact\":\"/"
	                                   "x.d\",\"emit\":\"dep-info\"}"),
	                               &a)
	                         .kind,
	                 MESSAGE_NOTHING);
}

static void other_text_is_shown_as_it_is(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const char *const lines[] = { "error: x",
		                      "",
		                      "{",
		                      "{\"a\"",
		                      "{\"a\":",
		                      "{\"a\":1",
		                      "{\"a\":[1,{}",
		                      "{\"a\":1}",
		                      "{\"$message_type\":\"",
		                      "{\"$message_type\":\"diagnostic\",\"rendered\":\"\\u12" };
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		const Message m = message_parse(str_from(lines[i]), &a);
		assert_int_equal(m.kind, MESSAGE_TEXT);
		assert_string_equal(m.rendered.ptr, lines[i]);
	}
}

static void colours_can_be_taken_out(void **state)
{
	(void)state;
	scoped_screen out = { 0 };
	message_add_plain(&out, STR("\033[0m\033[1m\033[38;5;9merror\033[0m: x\033"));
	assert_string_equal(out.made.ptr, "error: x\\u{1b}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(diagnostics_are_shown),
		cmocka_unit_test(summaries_are_not_shown),
		cmocka_unit_test(metadata_are_announced),
		cmocka_unit_test(other_text_is_shown_as_it_is),
		cmocka_unit_test(colours_can_be_taken_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
