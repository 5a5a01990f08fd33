// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/freshness.h"

#include "base/files/fs.h"
#include "tests/unit/folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Fixture {
	Scratch in;
	Str watched, out;
	Freshness freshness;
} Fixture;

static Str below(Fixture *f, const char *name)
{
	return arena_printf(&f->in.arena, "%s/%s", f->in.folder.ptr, name);
}

static const Freshness *freshness(Fixture *f, const char *key)
{
	f->freshness.key = str_from(key);
	return &f->freshness;
}

static void make_out(Fixture *f)
{
	assert_true(fs_make_folders(f->out.ptr, &f->in.diag));
	assert_true(fs_write(below(f, "out/Makefile").ptr, STR("all:\n"), &f->in.diag));
}

static int open_fixture(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	scratch_open(&f->in);
	f->watched = below(f, "watched");
	f->out = below(f, "out");
	assert_true(fs_write(f->watched.ptr, STR("one"), &f->in.diag));
	make_out(f);
	f->freshness = freshness_of(&f->in.arena, below(f, "cache"), f->out);
	*state = f;
	return 0;
}

static int close_fixture(void **state)
{
	Fixture *f = *state;
	scratch_close(&f->in);
	free(f);
	return 0;
}

/* A record of the watched file and of one that is not there. */
static void record(Fixture *f, const char *key)
{
	StrVec paths = { 0 };
	*vec_push(&f->in.arena, &paths, Str) = f->watched;
	*vec_push(&f->in.arena, &paths, Str) = below(f, "absent");
	assert_true(freshness_write(freshness(f, key), &paths, &f->in.diag));
}

static void nothing_changed_is_fresh(void **state)
{
	Fixture *f = *state;
	record(f, "key");
	assert_true(freshness_holds(freshness(f, "key")));
}

static void path_may_be_part_of_a_longer_text(void **state)
{
	Fixture *f = *state;
	StrVec paths = { 0 };
	const Str longer = arena_printf(&f->in.arena, STR_FMT "/and/more", STR_ARG(f->watched));
	*vec_push(&f->in.arena, &paths, Str) = str_sub(longer, 0, f->watched.len);
	assert_true(freshness_write(freshness(f, "key"), &paths, &f->in.diag));
	assert_true(freshness_holds(freshness(f, "key")));
}

static void another_key_is_not_fresh(void **state)
{
	Fixture *f = *state;
	record(f, "key");
	assert_false(freshness_holds(freshness(f, "ke")));
	assert_false(freshness_holds(freshness(f, "key2")));
}

static void edit_is_not_fresh(void **state)
{
	Fixture *f = *state;
	record(f, "key");
	assert_true(fs_write(f->watched.ptr, STR("two"), &f->in.diag));
	assert_false(freshness_holds(freshness(f, "key")));
}

static void file_that_appears_is_not_fresh(void **state)
{
	Fixture *f = *state;
	record(f, "key");
	assert_true(fs_write(below(f, "absent").ptr, STR(""), &f->in.diag));
	assert_false(freshness_holds(freshness(f, "key")));
}

static void broken_record_is_not_fresh(void **state)
{
	Fixture *f = *state;
	assert_false(freshness_holds(freshness(f, "key")));
	assert_true(fs_make_folders(below(f, "cache/imports").ptr, &f->in.diag));
	assert_true(fs_write(f->freshness.file.ptr, STR("l4cargo-freshness 2\nke"), &f->in.diag));
	assert_false(freshness_holds(freshness(f, "key")));
}

static void folder_is_known_after_the_import(void **state)
{
	Fixture *f = *state;
	assert_false(freshness_knows_folder(&f->freshness));
	record(f, "key");
	assert_true(freshness_knows_folder(&f->freshness));
	assert_true(fs_write(below(f, "out/Makefile").ptr, STR("edited"), &f->in.diag));
	assert_true(freshness_knows_folder(&f->freshness));
}

static void another_folder_of_the_name_is_unknown(void **state)
{
	Fixture *f = *state;
	record(f, "key");
	assert_true(fs_remove_tree(f->out.ptr, &f->in.diag));
	make_out(f);
	assert_false(freshness_knows_folder(&f->freshness));
}

static void copy_with_times_is_known(void **state)
{
	Fixture *f = *state;
	struct stat st;
	record(f, "key");
	assert_int_equal(stat(below(f, "out/Makefile").ptr, &st), 0);
	assert_true(fs_remove_tree(f->out.ptr, &f->in.diag));
	make_out(f);
	struct timespec times[2] = { st.st_mtim, st.st_mtim };
	assert_int_equal(utimensat(AT_FDCWD, below(f, "out/Makefile").ptr, times, 0), 0);
	assert_true(freshness_knows_folder(&f->freshness));
}

/* Whoever knows the second can guess the time. */
static void time_without_fractions_is_nobodys(void **state)
{
	Fixture *f = *state;
	struct timespec times[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	assert_int_equal(utimensat(AT_FDCWD, below(f, "out/Makefile").ptr, times, 0), 0);
	record(f, "key");
	assert_true(fs_remove_tree(f->out.ptr, &f->in.diag));
	make_out(f);
	assert_int_equal(utimensat(AT_FDCWD, below(f, "out/Makefile").ptr, times, 0), 0);
	assert_false(freshness_knows_folder(&f->freshness));
}

static void import_that_cannot_be_watched_knows_its_folder(void **state)
{
	Fixture *f = *state;
	StrVec paths = { 0 };
	record(f, "");
	assert_true(freshness_knows_folder(&f->freshness));
	assert_false(freshness_holds(freshness(f, "")));
	assert_false(freshness_holds(freshness(f, "key")));
	*vec_push(&f->in.arena, &paths, Str) = below(f, "two\nlines");
	assert_true(freshness_write(freshness(f, "key"), &paths, &f->in.diag));
	assert_true(freshness_knows_folder(&f->freshness));
	assert_false(freshness_holds(&f->freshness));
}

static void record_of_another_folder_says_nothing(void **state)
{
	Fixture *f = *state;
	record(f, "key");
	f->freshness.out = below(f, "out/");
	assert_false(freshness_knows_folder(&f->freshness));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_changed_is_fresh),
		TEST(path_may_be_part_of_a_longer_text),
		TEST(another_key_is_not_fresh),
		TEST(edit_is_not_fresh),
		TEST(file_that_appears_is_not_fresh),
		TEST(broken_record_is_not_fresh),
		TEST(folder_is_known_after_the_import),
		TEST(another_folder_of_the_name_is_unknown),
		TEST(copy_with_times_is_known),
		TEST(time_without_fractions_is_nobodys),
		TEST(import_that_cannot_be_watched_knows_its_folder),
		TEST(record_of_another_folder_says_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
