// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/messages/term.h"

#include "base/core/env.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static uint64_t time_now;

static uint64_t fake_clock(void)
{
	return time_now;
}

static unsigned fake_width(FILE *out)
{
	(void)out;
	return 60;
}

/* What drawing at each of the given times (after the first, at 1000) puts on the screen. */
static char *drawn_at(const uint64_t *times, size_t count)
{
	char *screen = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&screen, &len);
	Progress p = { .out = out, .width = fake_width, .now = fake_clock };
	time_now = 1000;
	progress_draw(&p, "Building", 0, 9, STR("x"));
	for (size_t i = 0; i < count; i++) {
		time_now = times[i];
		progress_draw(&p, "Building", i + 1, 9, STR("x"));
	}
	progress_clear(&p);
	fclose(out);
	return screen;
}

static void quick_work_shows_no_progress(void **state)
{
	(void)state;
	char *screen = drawn_at((const uint64_t[]){ 1100, 1499 }, 2);
	assert_string_equal(screen, "");
	free(screen);
}

static void progress_is_drawn_ten_times_a_second_and_taken_away(void **state)
{
	(void)state;
	char *screen = drawn_at((const uint64_t[]){ 1500, 1510, 1599, 1600 }, 4);
	assert_string_equal(screen, "\r    Building [===>                          ] 1/9: x\033[K"
	                            "\r    Building [=============>                ] 4/9: x\033[K"
	                            "\r\033[K");
	free(screen);
}

static void long_details_end_in_dots(void **state)
{
	(void)state;
	const ProgressLine line = { "Downloading", 12, 100, STR("serde, syn, quote, libc") };
	scoped_buf text = { 0 };
	progress_text(&text, &line, 64, false);
	assert_string_equal(text.ptr,
	                    " Downloading [===>                          ] 12/100: serde, ...");
	assert_true(term_columns(buf_str(&text)) <= 64);
}

static void narrow_terminals_get_no_bar(void **state)
{
	(void)state;
	const ProgressLine line = { "Building", 1, 2, STR("x") };
	scoped_buf text = { 0 };
	progress_text(&text, &line, 20, false);
	assert_int_equal(text.len, 0);
}

static void control_characters_stay_off_the_screen(void **state)
{
	(void)state;
	const ProgressLine line = { "Building", 1, 2, STR("a\033[2Jb\n") };
	scoped_buf text = { 0 };
	progress_text(&text, &line, 80, false);
	assert_null(memchr(text.ptr, '\033', text.len));
	assert_null(memchr(text.ptr, '\n', text.len));
}

static bool colour_with(const char *setting)
{
	char *text = strdup(setting);
	char *const env[] = { text, NULL };
	FILE *file = tmpfile();
	const bool colour = term_colour(COLOUR_AUTO, file, env);
	fclose(file);
	free(text);
	return colour;
}

static void colour_follows_the_conventions(void **state)
{
	(void)state;
	assert_false(colour_with("TERM=xterm")); /* a file is no terminal */
	assert_true(colour_with("CLICOLOR_FORCE=1"));
	assert_false(colour_with("CLICOLOR_FORCE=0"));
	assert_false(colour_with("NO_COLOR=1"));
	assert_true(term_colour(COLOUR_ALWAYS, stdout, NULL));
	assert_false(term_colour(COLOUR_NEVER, stdout, NULL));
}

static void columns_are_aligned_without_trailing_blanks(void **state)
{
	(void)state;
	const Str cells[] = { STR_INIT("a"),        STR_INIT("\033[1mlong\033[0m"),
		              STR_INIT("x"),        STR_INIT("bcd"),
		              STR_INIT(""),         STR_INIT("y"),
		              STR_INIT("\xc3\xa4"), STR_INIT("z"),
		              STR_INIT("") };
	char *said = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&said, &len);
	table_print(out, &(Table){ cells, 3, 3, 1, 2 });
	fclose(out);
	assert_string_equal(said, " a    \033[1mlong\033[0m  x\n bcd        y\n \xc3\xa4    z\n");
	free(said);
}

static void the_environment_is_asked_by_whole_names(void **state)
{
	(void)state;
	char first[] = "PATHS=a", second[] = "PATH=b=c", third[] = "EMPTY=";
	char *const env[] = { first, second, third, NULL };
	assert_true(str_eq(env_get(env, "PATH"), STR("b=c")));
	assert_non_null(env_get(env, "EMPTY").ptr);
	assert_null(env_get(env, "PAT").ptr);
	assert_null(env_get(NULL, "PATH").ptr);
}

static void sizes_have_a_unit_that_people_read(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	assert_string_equal(term_size(&a, 0).ptr, "0B");
	assert_string_equal(term_size(&a, 1023).ptr, "1023B");
	assert_string_equal(term_size(&a, 1536).ptr, "1.5KiB");
	assert_string_equal(term_size(&a, 80ULL << 20).ptr, "80.0MiB");
	assert_string_equal(term_size(&a, UINT64_MAX).ptr, "16777216.0TiB");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quick_work_shows_no_progress),
		cmocka_unit_test(progress_is_drawn_ten_times_a_second_and_taken_away),
		cmocka_unit_test(long_details_end_in_dots),
		cmocka_unit_test(narrow_terminals_get_no_bar),
		cmocka_unit_test(control_characters_stay_off_the_screen),
		cmocka_unit_test(colour_follows_the_conventions),
		cmocka_unit_test(sizes_have_a_unit_that_people_read),
		cmocka_unit_test(columns_are_aligned_without_trailing_blanks),
		cmocka_unit_test(the_environment_is_asked_by_whole_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
