// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/jobserver.h"
#include "tests/unit/folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char tokens[] = "+-";

/* Takes both tokens, finds no third, and gives them back as they were. */
static void use(Arena *a, Jobserver *s)
{
	char first = 0, second = 0, third = 0;
	assert_true(jobserver_open(a, s));
	assert_true(jobserver_try(s, &first) && jobserver_try(s, &second));
	assert_int_equal(first, '+');
	assert_int_equal(second, '-');
	assert_false(jobserver_try(s, &third));
	jobserver_give(s, second);
	assert_true(jobserver_try(s, &third));
	assert_int_equal(third, '-');
	jobserver_give(s, third);
	jobserver_give(s, first);
	close(s->read_fd);
	close(s->write_fd);
}

static void a_pipe_works_and_stays_blocking(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], tokens, 2), 2);
	Jobserver s = jobserver_find(&a, arena_printf(&a, "k -j3 --jobserver-auth=%d,%d", ends[0],
	                                              ends[1]));
	assert_true(s.present);
	assert_int_equal(s.jobs, 3);
	assert_string_equal(jobserver_flags(&a, &s).ptr,
	                    arena_printf(&a, "-j --jobserver-fds=%d,%d --jobserver-auth=%d,%d",
	                                 ends[0], ends[1], ends[0], ends[1])
	                            .ptr);
	use(&a, &s);
	assert_false(fcntl(ends[0], F_GETFL) & O_NONBLOCK);
	close(ends[0]);
	close(ends[1]);
}

static void a_fifo_works(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	char *folder = test_folder(&a);
	const char *path = arena_printf(&a, "%s/GMfifo1", folder).ptr;
	assert_int_equal(mkfifo(path, 0600), 0);
	const int make = open(path, O_RDWR); /* as make holds it */
	assert_int_equal(write(make, tokens, 2), 2);
	Jobserver s = jobserver_find(&a, arena_printf(&a, " -j3 --jobserver-auth=fifo:%s", path));
	assert_true(s.present);
	assert_string_equal(jobserver_flags(&a, &s).ptr,
	                    arena_printf(&a, "-j --jobserver-auth=fifo:%s", path).ptr);
	use(&a, &s);
	close(make);
	unlink(path);
	rmdir(folder);
}

static void without_a_jobserver_there_are_no_tokens(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const char *const flags[] = { "", "k", "-j --jobserver-auth=888,889", "--jobserver-auth=x",
		                      "-- --jobserver-auth=0,1" };
	for (size_t i = 0; i < COUNT_OF(flags); i++) {
		Jobserver s = jobserver_find(&a, str_from(flags[i]));
		char token;
		assert_false(s.present);
		assert_false(jobserver_open(&a, &s));
		assert_false(jobserver_try(&s, &token));
		assert_int_equal(jobserver_flags(&a, &s).len, 0);
	}
}

static void a_fifo_that_is_gone_gives_nothing(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Jobserver s = jobserver_find(&a, STR("-j2 --jobserver-auth=fifo:/nonexistent/fifo"));
	assert_false(jobserver_open(&a, &s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pipe_works_and_stays_blocking),
		cmocka_unit_test(a_fifo_works),
		cmocka_unit_test(without_a_jobserver_there_are_no_tokens),
		cmocka_unit_test(a_fifo_that_is_gone_gives_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
