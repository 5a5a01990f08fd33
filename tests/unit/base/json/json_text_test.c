// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/json/json_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LENGTH = 19 };

static Str escaped(char *to, size_t room, unsigned char c)
{
	const char *named = c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : NULL;
	int len;
	if (named)
		len = snprintf(to, room, "%s", named);
	else if (c < 0x20 || c == 0x7f)
		len = snprintf(to, room, "\\u%04x", c);
	else
		len = snprintf(to, room, c == '"' || c == '\\' ? "\\%c" : "%c", c);
	return (Str){ to, (size_t)len };
}

/* The text is looked at eight bytes at a time: where a byte stands must not matter. */
static void every_byte_is_escaped_wherever_it_stands(void **state)
{
	(void)state;
	for (unsigned c = 0; c < 256; c++)
		for (size_t at = 0; at < LENGTH; at++) {
			char text[LENGTH], one[8];
			memset(text, 'x', sizeof(text));
			text[at] = (char)c;
			scoped_buf got = { 0 };
			scoped_buf wanted = { 0 };
			json_put_string(&got, (Str){ text, LENGTH });
			buf_printf(&wanted, "\"%.*s", (int)at, "xxxxxxxxxxxxxxxxxxx");
			buf_add(&wanted, escaped(one, sizeof(one), (unsigned char)c));
			buf_printf(&wanted, "%.*s\"", (int)(LENGTH - at - 1),
			           "xxxxxxxxxxxxxxxxxxx");
			assert_true(str_eq(buf_str(&got), buf_str(&wanted)));
		}
}

static void what_a_terminal_obeys_is_written_as_an_escape(void **state)
{
	(void)state;
	scoped_buf b = { 0 };
	json_put_string(&b, STR("a\033\xc2\x9b"
	                        "2J \u202e\u2028 \U000e0041 \u00e4\u6f22"));
	assert_string_equal(b.ptr,
	                    "\"a\\u001b\\u009b2J \\u202e\\u2028 \\udb40\\udc41 \u00e4\u6f22\"");
}

static void keys_have_a_comma_before_them(void **state)
{
	(void)state;
	scoped_buf b = { 0 };
	json_put_key(&b, "a", false);
	json_put_string(&b, STR(""));
	json_put_key(&b, "b", true);
	assert_string_equal(b.ptr, "\"a\": \"\", \"b\": ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_is_escaped_wherever_it_stands),
		cmocka_unit_test(what_a_terminal_obeys_is_written_as_an_escape),
		cmocka_unit_test(keys_have_a_comma_before_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
