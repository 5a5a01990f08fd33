// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const Source file = { "f.toml", STR_INIT("a = 1\nb = 2\n") };

static DiagSaid hold_two_errors(Diag *d, Arena *a)
{
	DiagHeld held;
	diag_hold(d, &held);
	diag_error(d, (Span){ &file, 6, 1 }, "wrong");
	diag_help(d, "mend it");
	diag_error(d, NO_SPAN, "wrong, too");
	return diag_release(d, &held, a);
}

static void what_is_held_is_said_when_it_matters(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	char *text = NULL;
	size_t len;
	Diag d = { .out = open_memstream(&text, &len) };
	const DiagSaid said = hold_two_errors(&d, &a);
	assert_int_equal(d.errors, 0);
	fflush(d.out);
	assert_int_equal(len, 0);
	assert_false(diag_say(&d, &said));
	assert_int_equal(d.errors, 2);
	fclose(d.out);
	assert_string_equal(text, "f.toml:2:1: error: wrong\n    2 | b = 2\n      | ^\n"
	                          "help: mend it\nerror: wrong, too\n");
	free(text);
}

static void who_only_counts_counts_what_was_held(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Diag d = { .errors = 1 };
	const DiagSaid said = hold_two_errors(&d, &a);
	assert_int_equal(d.errors, 1);
	assert_int_equal(said.text.len, 0);
	diag_say(&d, &said);
	assert_int_equal(d.errors, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_held_is_said_when_it_matters),
		cmocka_unit_test(who_only_counts_counts_what_was_held),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
