// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/messages/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static const Source file = { .path = "f.toml", .text = STR_INIT("a = 1\nb = 2\n") };

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

/* Packets keep the borders of writes. */
static Str packet(int fd, char *room, size_t size)
{
	const ssize_t n = recv(fd, room, size, MSG_DONTWAIT);
	return (Str){ room, n < 0 ? 0 : (size_t)n };
}

static const char *bar(void *ctx)
{
	return ctx;
}

static void a_message_is_one_write(void **state)
{
	(void)state;
	int ends[2];
	char got[512], off[] = "\r\033[K";
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	Diag d = { .out = fdopen(ends[1], "w"), .colour = true, .before = bar, .before_ctx = off };
	setvbuf(d.out, NULL, _IONBF, 0); /* as stderr is */
	diag_error(&d, (Span){ &file, 6, 1 }, "wrong %s", "value");
	assert_true(str_eq(packet(ends[0], got, sizeof got),
	                   STR("\r\033[Kf.toml:2:1: \033[1m\033[91merror\033[0m: wrong value\n"
	                       "    2 | b = 2\n      | \033[1m\033[91m^\033[0m\n")));
	diag_status(&d, "Fetched", "%d crates", 3);
	assert_true(str_eq(packet(ends[0], got, sizeof got),
	                   STR("\r\033[K\033[1m\033[92m     Fetched\033[0m 3 crates\n")));
	assert_int_equal(packet(ends[0], got, sizeof got).len, 0);
	fclose(d.out);
	close(ends[0]);
}

static void marks_stand_below_what_is_shown(void **state)
{
	(void)state;
	static const Source odd = { .path = "f", .text = STR_INIT("\ta = \"\xff\033\" b\n") };
	char *text = NULL;
	size_t len;
	Diag d = { .out = open_memstream(&text, &len) };
	diag_error(&d, (Span){ &odd, 6, 2 }, "\033[2J\xc2\x9b");
	diag_error(&d, (Span){ &odd, 10, 1 }, "x");
	fclose(d.out);
	assert_string_equal(text, "f:1:7: error: \\u{1b}[2J\\u{9b}\n"
	                          "    1 | \ta = \"\\xff\\u{1b}\" b\n"
	                          "      | \t     ^~~~~~~~~~\n"
	                          "f:1:11: error: x\n"
	                          "    1 | \ta = \"\\xff\\u{1b}\" b\n"
	                          "      | \t                 ^\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_held_is_said_when_it_matters),
		cmocka_unit_test(who_only_counts_counts_what_was_held),
		cmocka_unit_test(a_message_is_one_write),
		cmocka_unit_test(marks_stand_below_what_is_shown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
