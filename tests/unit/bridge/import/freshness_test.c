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
	Scratch in;
	Str record, watched;
} Fixture;

static Str below(Fixture *f, const char *name)
{
	return arena_printf(&f->in.arena, "%s/%s", f->in.folder.ptr, name);
}

static int open_fixture(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	scratch_open(&f->in);
	f->record = below(f, "record");
	f->watched = below(f, "watched");
	assert_true(fs_write(f->watched.ptr, STR("one"), &f->in.diag));
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
	assert_true(stamp_write(f->record.ptr, str_from(key), &paths, &f->in.diag));
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
	const Str longer = arena_printf(&f->in.arena, STR_FMT "/and/more", STR_ARG(f->watched));
	*vec_push(&f->in.arena, &paths, Str) = str_sub(longer, 0, f->watched.len);
	assert_true(stamp_write(f->record.ptr, STR("key"), &paths, &f->in.diag));
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
	assert_true(fs_write(f->watched.ptr, STR("two"), &f->in.diag));
	assert_false(stamp_is_fresh(f->record.ptr, STR("key")));
}

static void file_that_appears_is_not_fresh(void **state)
{
	Fixture *f = *state;
	record(f, "key");
	assert_true(fs_write(below(f, "absent").ptr, STR(""), &f->in.diag));
	assert_false(stamp_is_fresh(f->record.ptr, STR("key")));
}

static void broken_record_is_not_fresh(void **state)
{
	Fixture *f = *state;
	assert_false(stamp_is_fresh(f->record.ptr, STR("key")));
	assert_true(fs_write(f->record.ptr, STR("l4cargo-stamp 1\nke"), &f->in.diag));
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
