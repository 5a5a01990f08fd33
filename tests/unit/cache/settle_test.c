// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/settle.h"

#include "base/files/fs.h"
#include "cache/store_layout.h"
#include "tests/unit/folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

typedef struct Fixture {
	Scratch in;
} Fixture;

static int open_fixture(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	scratch_open(&f->in);
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

static bool is_there(Fixture *f, const char *path)
{
	return fs_kind_link(scratch_path(&f->in, path)) != FILE_ABSENT;
}

static void fill(Fixture *f)
{
	static const char *const folders[] = { "crates/0123/a-1.0.0/src", "git/checkouts/id/4567",
		                               "git/db/id", "library/1.0-89ab/library", "index/x" };
	static const char *const files[] = { "crates/0123/a-1.0.0/src/lib.rs", "crates/0123/sums",
		                             "crates/0123/a-1.0.0.crate", "index/x/a" };
	for (size_t i = 0; i < COUNT_OF(folders); i++)
		assert_true(fs_make_folders(scratch_path(&f->in, folders[i]), &f->in.diag));
	for (size_t i = 0; i < COUNT_OF(files); i++)
		assert_true(fs_write(scratch_path(&f->in, files[i]), STR(""), &f->in.diag));
}

/* The store was last written to so many seconds from now, in another run of the system. */
static void written(Fixture *f, const char *boot, time_t from_now)
{
	const struct timespec times[] = { { .tv_nsec = UTIME_OMIT },
		                          { .tv_sec = time(NULL) + from_now } };
	assert_true(fs_write(scratch_path(&f->in, "boot"), str_from(boot), &f->in.diag));
	assert_int_equal(utimensat(AT_FDCWD, scratch_path(&f->in, "boot"), times, 0), 0);
}

static void what_was_unpacked_just_before_goes_and_its_archive_stays(void **state)
{
	Fixture *f = *state;
	fill(f);
	written(f, "before", 0);
	settle_store(f->in.folder, STR("now"));
	assert_false(is_there(f, "crates/0123/a-1.0.0"));
	assert_false(is_there(f, "crates/0123/sums"));
	assert_true(is_there(f, "crates/0123/a-1.0.0.crate"));
	assert_false(is_there(f, "git/checkouts/id/4567"));
	assert_true(is_there(f, "git/db/id"));
	assert_false(is_there(f, "library/1.0-89ab"));
	assert_true(is_there(f, "index/x/a"));
	fill(f); /* it is done once */
	settle_store(f->in.folder, STR("now"));
	assert_true(is_there(f, "crates/0123/a-1.0.0/src/lib.rs"));
}

static void what_the_system_had_time_to_write_stays(void **state)
{
	Fixture *f = *state;
	fill(f);
	written(f, "before", 3600);
	settle_store(f->in.folder, STR("now"));
	assert_true(is_there(f, "crates/0123/a-1.0.0/src/lib.rs"));
	assert_true(is_there(f, "git/checkouts/id/4567"));
}

static void in_the_same_run_nothing_is_lost(void **state)
{
	Fixture *f = *state;
	fill(f);
	settle_store(f->in.folder, STR("now")); /* the first time that it is asked for */
	assert_true(is_there(f, "crates/0123/a-1.0.0"));
	settle_store(f->in.folder, STR("now"));
	settle_store(f->in.folder, STR("")); /* the system does not tell */
	assert_true(is_there(f, "crates/0123/a-1.0.0"));
}

static void a_note_that_was_lost_says_enough(void **state)
{
	Fixture *f = *state;
	fill(f);
	written(f, "", 0);
	settle_store(f->in.folder, STR("now"));
	assert_false(is_there(f, "crates/0123/a-1.0.0"));
}

static void links_in_the_store_lead_nowhere(void **state)
{
	Fixture *f = *state;
	fill(f);
	assert_int_equal(rename(scratch_path(&f->in, "crates/0123"), scratch_path(&f->in, "mine")),
	                 0);
	assert_int_equal(symlink("../mine", scratch_path(&f->in, "crates/0123")), 0);
	assert_int_equal(symlink("../../mine", scratch_path(&f->in, "git/checkouts/id/link")), 0);
	written(f, "before", 0);
	settle_store(f->in.folder, STR("now"));
	assert_true(is_there(f, "mine/a-1.0.0/src/lib.rs"));
}

static void who_writes_notes_the_time(void **state)
{
	Fixture *f = *state;
	StoreLayout p;
	struct stat st;
	Str boot = settle_boot(&f->in.arena), noted;
	if (!boot.len)
		skip();
	place_init(&p, f->in.folder);
	assert_true(place_make_temp(&p, &f->in.arena, &f->in.diag));
	place_close(&p);
	assert_true(fs_read_quietly(scratch_path(&f->in, "boot"), &f->in.arena, &noted));
	assert_true(str_eq(noted, boot));
	written(f, boot.ptr, -3600);
	assert_true(place_make_temp(&p, &f->in.arena, &f->in.diag));
	place_close(&p);
	assert_int_equal(stat(scratch_path(&f->in, "boot"), &st), 0);
	assert_true(st.st_mtime > time(NULL) - 1800);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_unpacked_just_before_goes_and_its_archive_stays),
		TEST(what_the_system_had_time_to_write_stays),
		TEST(in_the_same_run_nothing_is_lost),
		TEST(a_note_that_was_lost_says_enough),
		TEST(links_in_the_store_lead_nowhere),
		TEST(who_writes_notes_the_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
