// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/background.h"

#include "tests/unit/folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Fixture {
	Scratch in;
	UnitJob job;
	char *env[2];
} Fixture;

static int open_fixture(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	scratch_open(&f->in);
	scratch_write(&f->in, "mine", "before");
	assert_true(fs_make_folders(scratch_path(&f->in, "build/running"), &f->in.diag));
	f->env[0] = arena_cstr(&f->in.arena,
	                       arena_printf(&f->in.arena, "RS_BUILD=%s/build", f->in.folder.ptr));
	assert_true(job_open(&f->job, STR("a-1/lib"), f->env));
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

static void assert_mine_is_untouched(Fixture *f, const char *path)
{
	Str text;
	assert_true(fs_read_quietly(scratch_path(&f->in, path), &f->in.arena, &text));
	assert_true(str_eq(text, STR("before")));
}

static void fifo_gets_a_byte(void **state)
{
	Fixture *f = *state;
	char byte = 0;
	const char *fifo = scratch_path(&f->in, "build/running/a-1:lib");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	scoped_fd fd = open(fifo, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	background_wake(&f->job);
	assert_int_equal(read(fd, &byte, 1), 1);
	background_stop_all(&f->job);
	assert_int_equal(read(fd, &byte, 1), 1);
}

static void link_in_place_of_the_fifo_is_not_followed(void **state)
{
	Fixture *f = *state;
	assert_int_equal(symlink(scratch_path(&f->in, "mine"),
	                         scratch_path(&f->in, "build/running/a-1:lib")),
	                 0);
	background_wake(&f->job);
	assert_mine_is_untouched(f, "mine");
}

static void file_in_place_of_the_fifo_is_not_written(void **state)
{
	Fixture *f = *state;
	scratch_write(&f->in, "build/running/a-1:lib", "before");
	background_wake(&f->job);
	assert_mine_is_untouched(f, "build/running/a-1:lib");
}

static void link_in_place_of_the_folder_is_not_followed(void **state)
{
	Fixture *f = *state;
	scratch_write(&f->in, "other/a-1:lib", "before");
	assert_int_equal(rmdir(scratch_path(&f->in, "build/running")), 0);
	assert_int_equal(
		symlink(scratch_path(&f->in, "other"), scratch_path(&f->in, "build/running")), 0);
	background_wake(&f->job);
	assert_mine_is_untouched(f, "other/a-1:lib");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(fifo_gets_a_byte),
		TEST(link_in_place_of_the_fifo_is_not_followed),
		TEST(file_in_place_of_the_fifo_is_not_written),
		TEST(link_in_place_of_the_folder_is_not_followed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
