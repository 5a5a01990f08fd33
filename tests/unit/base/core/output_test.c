// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/output.h"

#include "base/core/arena.h"
#include "base/core/fatal.h"
#include "base/core/output_stream.h"
#include "base/system/poll.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MUCH = 1 << 20 }; /* more than a pipe takes */

typedef struct Reader {
	int from;
	size_t bytes;
} Reader;

static void *read_slowly(void *reader)
{
	Reader *r = reader;
	char piece[4096];
	ssize_t n;
	usleep(1000); /* so that the pipe is full first */
	while ((n = read(r->from, piece, sizeof piece)) > 0)
		r->bytes += (size_t)n;
	return NULL;
}

/* What comes out of a pipe that does not block, into which `write_into` writes. */
static size_t bytes_through(bool (*write_into)(int fd, Str text))
{
	int ends[2];
	assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
	fcntl(ends[0], F_SETFL, 0);
	Reader r = { .from = ends[0] };
	pthread_t thread;
	pthread_create(&thread, NULL, read_slowly, &r);
	char *text = xcalloc(MUCH, 1);
	assert_true(write_into(ends[1], (Str){ text, MUCH }));
	close(ends[1]);
	pthread_join(thread, NULL);
	close(ends[0]);
	free(text);
	return r.bytes;
}

static bool as_stream(int fd, Str text)
{
	FILE *out = output_stream(fd);
	const bool good = fwrite(text.ptr, 1, text.len, out) == text.len;
	return fclose(out) == 0 && good;
}

static void full_pipe_loses_nothing(void **state)
{
	(void)state;
	assert_int_equal(bytes_through(output_write), MUCH);
	assert_int_equal(bytes_through(as_stream), MUCH);
}

static void closed_descriptor_is_an_error(void **state)
{
	(void)state;
	assert_false(output_write(-1, STR("x")));
	FILE *out = output_stream(-1);
	fputs("x", out);
	assert_int_not_equal(fflush(out), 0);
	assert_true(ferror(out));
	fclose(out);
}

/* What a child that runs `f` says before it ends, and its status. */
static Str last_words(Arena *a, void (*f)(void), int *status)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	const pid_t child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		f();
		_exit(0);
	}
	close(ends[1]);
	char said[4096];
	const ssize_t n = read(ends[0], said, sizeof said);
	close(ends[0]);
	waitpid(child, status, 0);
	*status = WIFEXITED(*status) ? WEXITSTATUS(*status) : -1;
	return arena_str(a, (Str){ said, n < 0 ? 0 : (size_t)n });
}

static void lose_memory(void)
{
	fatal_memory();
}

static struct rlimit open_files;

/* A sanitizer opens some at the end. */
static void restore_limit(void)
{
	setrlimit(RLIMIT_NOFILE, &open_files);
}

static void wait_beyond_the_limit(void)
{
	struct pollfd fds[2] = { { .fd = -1 }, { .fd = -1 } };
	getrlimit(RLIMIT_NOFILE, &open_files);
	atexit(restore_limit);
	setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 1, open_files.rlim_max });
	poll_wait(fds, 2, -1);
}

static void who_cannot_go_on_says_why(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	int status;
	Str said = last_words(&a, lose_memory, &status);
	assert_int_equal(status, 70);
	assert_true(str_starts_with(said, STR("error: out of memory\nhelp: ")));
	assert_true(str_ends_with(said, STR("\n")));
	said = last_words(&a, wait_beyond_the_limit, &status);
	assert_int_equal(status, 70);
	assert_true(str_starts_with(said, STR("error: cannot wait for other programs: ")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(full_pipe_loses_nothing),
		cmocka_unit_test(closed_descriptor_is_an_error),
		cmocka_unit_test(who_cannot_go_on_says_why),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
