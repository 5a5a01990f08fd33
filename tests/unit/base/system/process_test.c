// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/process.h"

#include "base/core/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char *const no_env[] = { NULL };

static bool shell(Arena *a, const char *script, ProcessResult *out)
{
	const char *argv[] = { "/bin/sh", "-c", script, NULL };
	return process_run(&(ProcessRequest){ .argv = argv, .env = no_env }, a, out);
}

static void both_outputs_are_taken(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	ProcessResult r;
	assert_true(shell(&a, "echo out; echo err >&2; exit 3", &r));
	assert_int_equal(r.status, 3);
	assert_true(str_eq(r.out, STR("out\n")) && str_eq(r.err, STR("err\n")));
}

static void much_output_on_both_does_not_block(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	ProcessResult r;
	assert_true(shell(&a,
	                  "i=0; while [ $i -lt 20000 ]; do echo 0123456789; echo abcdefghij >&2; "
	                  "i=$((i+1)); done",
	                  &r));
	assert_int_equal(r.out.len, 220000);
	assert_int_equal(r.err.len, 220000);
}

static void input_is_empty(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	ProcessResult r;
	assert_true(shell(&a, "cat", &r));
	assert_int_equal(r.out.len, 0);
}

static void input_is_what_was_given(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	scoped_buf text = { 0 };
	ProcessResult r;
	const char *argv[] = { "/bin/sh", "-c", "cat", NULL };
	for (int i = 0; i < 200000; i++) /* more than a pipe holds */
		buf_char(&text, (char)('a' + i % 26));
	assert_true(process_run(
		&(ProcessRequest){
			.argv = argv, .env = no_env, .input = buf_str(&text), .secret = true },
		&a, &r));
	assert_true(str_eq(r.out, buf_str(&text)));
}

static void too_much_output_ends_it(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	ProcessResult r;
	const char *argv[] = { "/bin/sh", "-c", "while :; do echo x; done", NULL };
	assert_false(process_run(
		&(ProcessRequest){ .argv = argv, .env = no_env, .output_max = 5000 }, &a, &r));
	assert_int_equal(errno, EFBIG);
}

static void signals_are_told(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	ProcessResult r;
	assert_true(shell(&a, "kill -9 $$", &r));
	assert_int_equal(r.status, -1);
	assert_int_equal(r.signal, 9);
}

static void missing_programs_are_errors(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	ProcessResult r;
	const char *argv[] = { "/nowhere/at/all", NULL };
	assert_false(process_run(&(ProcessRequest){ .argv = argv, .env = no_env }, &a, &r));
	assert_int_equal(errno, ENOENT);
}

static void it_runs_where_it_is_told_with_its_own_environment(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	ProcessResult r;
	char name[] = "NAME=value";
	char *const env[] = { name, NULL };
	const char *argv[] = { "/bin/sh", "-c", "pwd; echo $NAME $HOME", NULL };
	assert_true(process_run(&(ProcessRequest){ .argv = argv, .env = env, .cwd = "/" }, &a, &r));
	assert_true(str_eq(r.out, STR("/\nvalue\n")));
}

static void on_alarm(int n)
{
	(void)n;
}

static void interruptions_change_nothing(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	ProcessResult r;
	const struct sigaction quiet = { .sa_handler = on_alarm };
	sigaction(SIGALRM, &quiet, NULL);
	const struct itimerval often = { { 0, 1000 }, { 0, 1000 } }, never = { { 0, 0 }, { 0, 0 } };
	setitimer(ITIMER_REAL, &often, NULL);
	const bool good = shell(&a, "i=0; while [ $i -lt 9999 ]; do i=$((i+1)); done; echo $i", &r);
	setitimer(ITIMER_REAL, &never, NULL);
	assert_true(good);
	assert_true(str_eq(r.out, STR("9999\n")));
}

static void programs_are_found_on_the_path(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const Str path = STR("/nowhere:/bin"), cwd = STR("/");
	assert_true(str_eq(process_find(&a, STR("sh"), path, cwd), STR("/bin/sh")));
	assert_true(str_eq(process_find(&a, STR("bin/sh"), path, cwd), STR("/bin/sh")));
	assert_true(str_eq(process_find(&a, STR("sh"), STR("bin"), cwd), STR("/bin/sh")));
	assert_int_equal(process_find(&a, STR("bin"), STR("/"), cwd).len, 0);
	assert_int_equal(process_find(&a, STR(""), path, cwd).len, 0);
	assert_int_equal(process_find(&a, STR("sh"), (Str){ 0 }, cwd).len, 0);
}

/* In a child, as cmocka needs its own. */
static int first_free_after_closing(int closed)
{
	const pid_t child = fork();
	if (child == 0) {
		close(closed);
		process_begin();
		_exit(open("/dev/null", O_RDONLY));
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WEXITSTATUS(status);
}

static void closed_streams_are_no_other_file(void **state)
{
	(void)state;
	for (int fd = 0; fd <= 2; fd++)
		assert_true(first_free_after_closing(fd) > 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_outputs_are_taken),
		cmocka_unit_test(much_output_on_both_does_not_block),
		cmocka_unit_test(input_is_empty),
		cmocka_unit_test(input_is_what_was_given),
		cmocka_unit_test(too_much_output_ends_it),
		cmocka_unit_test(signals_are_told),
		cmocka_unit_test(missing_programs_are_errors),
		cmocka_unit_test(it_runs_where_it_is_told_with_its_own_environment),
		cmocka_unit_test(interruptions_change_nothing),
		cmocka_unit_test(programs_are_found_on_the_path),
		cmocka_unit_test(closed_streams_are_no_other_file),
	};
	return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
