// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/freshness.h"

#include "base/files/fs.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Fixture {
	Arena arena;
	Diag diag;
	char *folder;
	Str record, watched;
} Fixture;

static Str below(Fixture *f, const char *name)
{
	return arena_printf(&f->arena, "%s/%s", f->folder, name);
}

static int open_fixture(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	f->folder = test_folder(&f->arena);
	f->record = below(f, "record");
	f->watched = below(f, "watched");
	assert_true(fs_write(f->watched.ptr, STR("one"), &f->diag));
	*state = f;
	return 0;
}

static int close_fixture(void **state)
{
	Fixture *f = *state;
	fs_remove_tree(f->folder, &f->diag);
	arena_free(&f->arena);
	free(f);
	return 0;
}

/* A record of the watched file and of one that is not there. */
static void record(Fixture *f, const char *key)
{
	StrVec paths = { 0 };
	*vec_push(&f->arena, &paths, Str) = f->watched;
	*vec_push(&f->arena, &paths, Str) = below(f, "absent");
	assert_true(stamp_write(f->record.ptr, str_from(key), &paths, &f->diag));
}

static void nothing_changed_is_fresh(void **state)
{
	Fixture *f = *state;
	record(f, "key");
	assert_true(stamp_is_fresh(f->record.ptr, STR("key")));
}

static void path_may_be_part_of_a_longer_text(void **state)
{
	Fixture *f = *state;
	StrVec paths = { 0 };
	const Str longer = arena_printf(&f->arena, STR_FMT "/and/more", STR_ARG(f->watched));
	*vec_push(&f->arena, &paths, Str) = str_sub(longer, 0, f->watched.len);
	assert_true(stamp_write(f->record.ptr, STR("key"), &paths, &f->diag));
	assert_true(stamp_is_fresh(f->record.ptr, STR("key")));
}

static void another_key_is_not_fresh(void **state)
{
	Fixture *f = *state;
	record(f, "key");
	assert_false(stamp_is_fresh(f->record.ptr, STR("ke")));
	assert_false(stamp_is_fresh(f->record.ptr, STR("key2")));
}

static void edit_is_not_fresh(void **state)
{
	Fixture *f = *state;
	record(f, "key");
	assert_true(fs_write(f->watched.ptr, STR("two"), &f->diag));
	assert_false(stamp_is_fresh(f->record.ptr, STR("key")));
}

static void file_that_appears_is_not_fresh(void **state)
{
	Fixture *f = *state;
	record(f, "key");
	assert_true(fs_write(below(f, "absent").ptr, STR(""), &f->diag));
	assert_false(stamp_is_fresh(f->record.ptr, STR("key")));
}

static void broken_record_is_not_fresh(void **state)
{
	Fixture *f = *state;
	assert_false(stamp_is_fresh(f->record.ptr, STR("key")));
	assert_true(fs_write(f->record.ptr, STR("l4cargo-stamp 1\nke"), &f->diag));
	assert_false(stamp_is_fresh(f->record.ptr, STR("key")));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_changed_is_fresh),       TEST(path_may_be_part_of_a_longer_text),
		TEST(another_key_is_not_fresh),       TEST(edit_is_not_fresh),
		TEST(file_that_appears_is_not_fresh), TEST(broken_record_is_not_fresh),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
