// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/scriptenv.h"

#include "tests/unit/folder.h"

#include <unistd.h>

enum { HUNG_AFTER_S = 60 };

typedef struct Fixture {
	Scratch in;
	UnitJob job;
	char *env[4];
} Fixture;

static int open_fixture(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	Arena *a = &f->in.arena;
	scratch_open(&f->in);
	f->env[0] = arena_cstr(a, arena_printf(a, "RS_BUILD=%s/build", f->in.folder.ptr));
	f->env[1] = arena_cstr(a, arena_printf(a, "RS_OUT=%s", f->in.folder.ptr));
	f->env[2] = arena_cstr(a, arena_printf(a, "PATH=%s", getenv("PATH")));
	assert_true(job_open(&f->job, STR(""), f->env));
	f->job.diag.out = f->in.diag.out;
	*state = f;
	return 0;
}

static int close_fixture(void **state)
{
	Fixture *f = *state;
	job_close(&f->job);
	scratch_close(&f->in);
	free(f);
	return 0;
}

/* Each output alone is more than a pipe takes. */
#define MUCH "yes 'a line of text' | head -n 20000"

static bool ask(Fixture *f, const char *script, Str *out)
{
	const char *const words[] = { "sh", "-c", script, NULL };
	alarm(HUNG_AFTER_S);
	const bool good = rustc_answer(&f->job, words, out);
	alarm(0);
	return good;
}

static void errors_before_the_answer_do_not_block(void **state)
{
	Fixture *f = *state;
	Str out;
	assert_true(ask(f, MUCH " >&2; echo answer", &out));
	assert_true(str_eq(out, STR("answer\n")));
	assert_true(ask(f, MUCH "; " MUCH " >&2; " MUCH, &out));
	assert_int_equal(out.len, 2 * 20000 * strlen("a line of text\n"));
}

static void failure_is_shown_with_its_errors(void **state)
{
	Fixture *f = *state;
	Str out;
	assert_false(ask(f, "echo answer; echo reason >&2; exit 3", &out));
	fflush(f->in.diag.out);
	assert_non_null(strstr(f->in.said, "failed:\nreason\n"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(errors_before_the_answer_do_not_block),
		TEST(failure_is_shown_with_its_errors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
