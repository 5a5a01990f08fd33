// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static void assert_shown(Str given, const char *shown)
{
	scoped_screen t = { 0 };
	screen_add(&t, given);
	assert_string_equal(screen_str(&t).ptr, shown);
}

static void what_a_terminal_obeys_is_shown(void **state)
{
	(void)state;
	assert_shown(STR("a\033]0;title\007b"), "a\\u{1b}]0;title\\u{7}b");
	assert_shown(STR("\033[2J\033Pq\033\\"), "\\u{1b}[2J\\u{1b}Pq\\u{1b}\\");
	assert_shown(STR("good\rbad\b\b\177\0"), "good\\rbad\\u{8}\\u{8}\\u{7f}\\0");
	assert_shown(STR("\v\f"), "\\u{b}\\u{c}");
}

static void so_are_controls_of_eight_bits_in_both_forms(void **state)
{
	(void)state;
	assert_shown(STR("\x9b"
	                 "31m"),
	             "\\x9b31m");
	assert_shown(STR("\xc2\x9b"
	                 "31m\xc2\x85"),
	             "\\u{9b}31m\\u{85}");
	assert_shown(STR("\xc2\x80\xc2\x9f\xc2\xa0"), "\\u{80}\\u{9f}\xc2\xa0");
}

static void text_does_not_turn_or_hide(void **state)
{
	(void)state;
	assert_shown(STR("\u202ea\u2066b\u2069\u200e\u200f\u061c"),
	             "\\u{202e}a\\u{2066}b\\u{2069}\\u{200e}\\u{200f}\\u{61c}");
	assert_shown(STR("a\u2028b\u2029\u200b\ufeff"), "a\\u{2028}b\\u{2029}\\u{200b}\\u{feff}");
	assert_shown(STR("\U000e0041"), "\\u{e0041}");
}

static void what_is_no_utf8_is_shown_byte_by_byte(void **state)
{
	(void)state;
	assert_shown(STR("\xff\xc3"), "\\xff\\xc3");
	assert_shown(STR("\xed\xa0\x80"), "\\xed\\xa0\\x80");
	assert_shown(STR("\xc0\x9b"), "\\xc0\\x9b");
	assert_shown(STR("\xe2\x80"), "\\xe2\\x80");
}

static void ordinary_text_stays(void **state)
{
	(void)state;
	assert_shown(STR(""), "");
	assert_shown(STR("a\tb\nc \\ \u00e4\u6f22\U0001f600 \u200d"),
	             "a\tb\nc \\ \u00e4\u6f22\U0001f600 \u200d");
}

static void words_stay_in_their_line(void **state)
{
	(void)state;
	scoped_screen t = { 0 };
	screen_add_word(&t, STR("a\nb\tc"));
	assert_string_equal(t.made.ptr, "a\\nb\\tc");
}

static void assert_coloured(Str given, const char *shown)
{
	scoped_screen t = { 0 };
	screen_add_coloured(&t, given);
	assert_string_equal(t.made.ptr, shown);
}

static void a_compilers_colours_pass_and_nothing_else(void **state)
{
	(void)state;
	assert_coloured(STR("\033[1m\033[38;5;9merror\033[0m: x"),
	                "\033[1m\033[38;5;9merror\033[0m: x");
	assert_coloured(STR("\033[0;1;91mx\033[m"), "\033[0;1;91mx\033[m");
	assert_coloured(STR("\033[2J\033]8;;x\033\\"), "\\u{1b}[2J\\u{1b}]8;;x\\u{1b}\\");
	assert_coloured(STR("\033[8mhidden"), "\\u{1b}[8mhidden");
	assert_coloured(STR("\033[41mred\033[38;2;1;2;3m"), "\\u{1b}[41mred\\u{1b}[38;2;1;2;3m");
	assert_coloured(STR("\033[1"), "\\u{1b}[1");
	assert_coloured(STR("\033"), "\\u{1b}");
}

static void colours_end_with_their_text(void **state)
{
	(void)state;
	assert_coloured(STR("\033[31mred"), "\033[31mred\033[0m");
}

/* Packets keep the borders of writes. */
static void a_text_is_one_write(void **state)
{
	(void)state;
	int ends[2];
	char got[256];
	scoped_screen t = { 0 };
	screen_printf(&t, "a %s of %d words\n", "message", 5);
	screen_style(&t, "\033[1m");
	screen_add(&t, STR("and more\n"));
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	FILE *out = fdopen(ends[1], "w");
	assert_true(screen_print(out, &t));
	assert_int_equal(recv(ends[0], got, sizeof got, 0), screen_str(&t).len);
	fclose(out);
	close(ends[0]);
}

static void nothing(int number)
{
	(void)number;
}

typedef struct Reader {
	pthread_t writer;
	int fd;
	size_t got;
} Reader;

static void *read_slowly(void *ctx)
{
	Reader *r = ctx;
	char bytes[4096];
	ssize_t n;
	while ((n = read(r->fd, bytes, sizeof bytes)) > 0) {
		r->got += (size_t)n;
		pthread_kill(r->writer, SIGUSR1);
	}
	return NULL;
}

/* A terminal that another program made non-blocking takes a part, and signals come. */
static void nothing_is_lost_on_the_way(void **state)
{
	(void)state;
	int ends[2];
	pthread_t thread;
	scoped_screen t = { 0 };
	const struct sigaction action = { .sa_handler = nothing };
	sigaction(SIGUSR1, &action, NULL);
	for (size_t i = 0; i < 100000; i++)
		screen_add(&t, STR("ten bytes\n"));
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	Reader r = { .writer = pthread_self(), .fd = ends[0] };
	assert_int_equal(pthread_create(&thread, NULL, read_slowly, &r), 0);
	assert_true(screen_write(ends[1], &t));
	close(ends[1]);
	pthread_join(thread, NULL);
	close(ends[0]);
	assert_int_equal(r.got, 1000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_terminal_obeys_is_shown),
		cmocka_unit_test(so_are_controls_of_eight_bits_in_both_forms),
		cmocka_unit_test(text_does_not_turn_or_hide),
		cmocka_unit_test(what_is_no_utf8_is_shown_byte_by_byte),
		cmocka_unit_test(ordinary_text_stays),
		cmocka_unit_test(words_stay_in_their_line),
		cmocka_unit_test(a_compilers_colours_pass_and_nothing_else),
		cmocka_unit_test(colours_end_with_their_text),
		cmocka_unit_test(a_text_is_one_write),
		cmocka_unit_test(nothing_is_lost_on_the_way),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
