// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/outdir.h"

#include "base/fs.h"
#include "base/path.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct Fixture {
	Arena arena;
	Diag diag;
	Str top, out;
	BidFiles files;
	OutDirChanges changes;
} Fixture;

static int open_fixture(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	char *top = test_folder(&f->arena);
	f->top = str_from(top);
	f->out = path_join(&f->arena, f->top, STR("out"));
	f->files.arena = &f->arena;
	*state = f;
	return 0;
}

static int close_fixture(void **state)
{
	Fixture *f = *state;
	fs_remove_tree(f->top.ptr, &f->diag);
	arena_free(&f->arena);
	free(f);
	return 0;
}

static void want(Fixture *f, const char *path, const char *text)
{
	*vec_push(&f->arena, &f->files.list, BidFile) =
		(BidFile){ str_from(path), arena_printf(&f->arena, "# " BID_MARK "\n%s", text) };
}

static bool write_all(Fixture *f)
{
	return outdir_write(f->out, &f->files, &f->diag, &f->changes);
}

static const char *at(Fixture *f, const char *path)
{
	return path_join(&f->arena, f->out, str_from(path)).ptr;
}

static void folder_appears_with_all_files(void **state)
{
	Fixture *f = *state;
	want(f, "a-1/Makefile", "x");
	want(f, "Makefile", "y");
	assert_true(write_all(f));
	assert_int_equal(f->changes.written, 2);
	assert_int_equal(fs_kind(at(f, "a-1/Makefile")), FILE_REGULAR);
}

static void unchanged_file_keeps_its_time(void **state)
{
	Fixture *f = *state;
	struct stat before, after;
	want(f, "a-1/Makefile", "x");
	assert_true(write_all(f));
	assert_int_equal(stat(at(f, "a-1/Makefile"), &before), 0);
	assert_true(write_all(f));
	assert_int_equal(f->changes.unchanged, 1);
	assert_int_equal(stat(at(f, "a-1/Makefile"), &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
}

static void package_that_is_not_wanted_any_more_goes(void **state)
{
	Fixture *f = *state;
	want(f, "a-1/Makefile", "x");
	want(f, "b-1/lib/Makefile", "x");
	assert_true(write_all(f));
	f->files.list.count = 1;
	assert_true(write_all(f));
	assert_int_equal(f->changes.removed, 1);
	assert_int_equal(fs_kind(at(f, "b-1")), FILE_ABSENT);
	assert_int_equal(fs_kind(at(f, "a-1/Makefile")), FILE_REGULAR);
}

static void what_the_user_put_there_stays(void **state)
{
	Fixture *f = *state;
	want(f, "a-1/Makefile", "x");
	want(f, "b-1/Makefile", "x");
	assert_true(write_all(f));
	assert_true(fs_write(at(f, "b-1/Makeconf.local"), STR("mine"), &f->diag));
	f->files.list.count = 1;
	assert_true(write_all(f));
	assert_int_equal(fs_kind(at(f, "b-1/Makefile")), FILE_ABSENT);
	assert_int_equal(fs_kind(at(f, "b-1/Makeconf.local")), FILE_REGULAR);
}

static void foreign_file_is_never_overwritten(void **state)
{
	Fixture *f = *state;
	Str text;
	assert_true(fs_make_folders(at(f, "a-1"), &f->diag));
	assert_true(fs_write(at(f, "a-1/Makefile"), STR("all: mine\n"), &f->diag));
	want(f, "a-0/Makefile", "x");
	want(f, "a-1/Makefile", "x");
	assert_false(write_all(f));
	assert_int_equal(f->diag.errors, 1);
	assert_true(fs_read_quietly(at(f, "a-1/Makefile"), &f->arena, &text));
	assert_true(str_eq(text, STR("all: mine\n")));
	assert_int_equal(fs_kind(at(f, "a-0")), FILE_ABSENT); /* nothing at all was written */
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_fixture, close_fixture)

static void comparing_changes_nothing(void **state)
{
	Fixture *f = *state;
	OutDirDifferences d = { 0 };
	want(f, "a/Makefile", "1");
	want(f, "b/Makefile", "2");
	want(f, "c/Makefile", "3");
	assert_true(write_all(f));
	assert_true(outdir_compare(&f->arena, f->out, &f->files, &f->diag, &d));
	assert_int_equal(d.count, 0);
	f->files.list.items[1].text = STR("# " BID_MARK "\nother");
	f->files.list.items[2].path = STR("d/Makefile");
	want(f, "e", "4");
	assert_true(fs_write(at(f, "e"), STR("mine"), &f->diag));
	assert_true(outdir_compare(&f->arena, f->out, &f->files, &f->diag, &d));
	static const OutDirState states[] = { OUTDIR_DIFFERS, OUTDIR_STALE, OUTDIR_MISSING,
		                              OUTDIR_FOREIGN };
	static const char *const paths[] = { "b/Makefile", "c/Makefile", "d/Makefile", "e" };
	assert_int_equal(d.count, COUNT_OF(states));
	for (size_t i = 0; i < d.count; i++) {
		assert_int_equal(d.items[i].state, states[i]);
		assert_string_equal(arena_cstr(&f->arena, d.items[i].path), paths[i]);
	}
	assert_int_equal(fs_kind(at(f, "c/Makefile")), FILE_REGULAR);
	assert_int_equal(fs_kind(at(f, "d")), FILE_ABSENT);
	assert_int_equal(f->diag.errors, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(folder_appears_with_all_files),
		TEST(unchanged_file_keeps_its_time),
		TEST(package_that_is_not_wanted_any_more_goes),
		TEST(what_the_user_put_there_stays),
		TEST(foreign_file_is_never_overwritten),
		TEST(comparing_changes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
