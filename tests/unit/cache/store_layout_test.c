// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store_layout.h"

#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Fixture {
	Scratch in;
} Fixture;

static int set_up(void **state)
{
	Fixture *f = calloc(1, sizeof *f);
	scratch_open(&f->in);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *f = *state;
	scratch_close(&f->in);
	free(f);
	return 0;
}

static const char *in_temp(Fixture *f, const StoreLayout *p, const char *path)
{
	return arena_printf(&f->in.arena, STR_FMT "/%s", STR_ARG(p->temp), path).ptr;
}

static void key_is_all_of_the_checksum_in_lower_case(void **state)
{
	Fixture *f = *state;
	StoreLayout p;
	place_init(&p, STR("/store"));
	assert_string_equal(
		place_crate(&f->in.arena, &p,
	                    STR("BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
			.ptr,
		"/store/crates/"
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void temporary_folder_lives_as_long_as_its_process(void **state)
{
	Fixture *f = *state;
	StoreLayout p;
	place_init(&p, f->in.folder);
	assert_true(place_make_temp(&p, &f->in.arena, &f->in.diag));
	assert_int_equal(fs_kind(p.temp.ptr), FILE_FOLDER);
	const char *path = p.temp.ptr;
	place_close(&p);
	assert_int_equal(fs_kind(path), FILE_ABSENT);
	assert_int_equal(fs_kind(scratch_path(&f->in, "crates")), FILE_FOLDER);
	assert_int_equal(fs_kind(scratch_path(&f->in, "CACHEDIR.TAG")), FILE_REGULAR);
}

static void folders_of_the_dead_go_and_those_of_the_living_stay(void **state)
{
	Fixture *f = *state;
	StoreLayout living, next;
	place_init(&living, f->in.folder);
	assert_true(place_make_temp(&living, &f->in.arena, &f->in.diag));
	assert_true(fs_make_folders(scratch_path(&f->in, "tmp/dead/0/half"), &f->in.diag));
	place_init(&next, f->in.folder);
	assert_true(place_make_temp(&next, &f->in.arena, &f->in.diag));
	assert_int_equal(fs_kind(scratch_path(&f->in, "tmp/dead")), FILE_ABSENT);
	assert_int_equal(fs_kind(living.temp.ptr), FILE_FOLDER);
	assert_string_not_equal(living.temp.ptr, next.temp.ptr);
	place_close(&living);
	place_close(&next);
}

static void first_to_publish_wins(void **state)
{
	Fixture *f = *state;
	StoreLayout p;
	Str text;
	place_init(&p, f->in.folder);
	assert_true(place_make_temp(&p, &f->in.arena, &f->in.diag));
	const char *one = in_temp(f, &p, "one"), *two = in_temp(f, &p, "two");
	assert_true(fs_make_folders(one, &f->in.diag));
	assert_true(fs_make_folders(two, &f->in.diag));
	assert_true(fs_write(in_temp(f, &p, "one/x"), STR("1"), &f->in.diag));
	assert_true(fs_write(in_temp(f, &p, "two/x"), STR("2"), &f->in.diag));
	assert_true(place_publish(&p, one, scratch_path(&f->in, "in/target")));
	assert_true(place_publish(&p, two, scratch_path(&f->in, "in/target")));
	assert_true(fs_read(scratch_path(&f->in, "in/target/x"), &f->in.arena, &f->in.diag, &text));
	assert_true(str_eq(text, STR("1")));
	assert_false(
		place_publish(&p, in_temp(f, &p, "absent"), scratch_path(&f->in, "elsewhere")));
	place_close(&p);
}

/* Whoever could write to the store before it was closed to others may have left them. */
static void links_in_the_store_lead_nowhere(void **state)
{
	Fixture *f = *state;
	StoreLayout p, second;
	place_init(&p, path_join(&f->in.arena, f->in.folder, STR("store")));
	place_init(&second, p.folder);
	assert_true(fs_make_folders(scratch_path(&f->in, "mine/KEY"), &f->in.diag));
	assert_true(place_make_temp(&p, &f->in.arena, &f->in.diag));
	assert_int_equal(renameat(p.top, "crates", p.top, "old"), 0);
	assert_int_equal(symlinkat("../mine", p.top, "crates"), 0);
	assert_true(fs_make_folders(in_temp(f, &p, "one"), &f->in.diag));
	assert_false(
		place_publish(&p, in_temp(f, &p, "one"), scratch_path(&f->in, "store/crates/KEY")));
	assert_int_equal(fs_kind(in_temp(f, &p, "one")), FILE_FOLDER);
	assert_false(place_make_temp(&second, &f->in.arena, &f->in.diag));
	place_close(&p);
	assert_int_equal(fs_kind(scratch_path(&f->in, "mine/KEY")), FILE_FOLDER);
	place_close(&second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(key_is_all_of_the_checksum_in_lower_case, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(temporary_folder_lives_as_long_as_its_process,
		                                set_up, tear_down),
		cmocka_unit_test_setup_teardown(folders_of_the_dead_go_and_those_of_the_living_stay,
		                                set_up, tear_down),
		cmocka_unit_test_setup_teardown(first_to_publish_wins, set_up, tear_down),
		cmocka_unit_test_setup_teardown(links_in_the_store_lead_nowhere, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
