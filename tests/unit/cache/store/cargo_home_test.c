// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/cargo_home.h"

#include "tests/unit/folder.h"

static void failure_leaves_nothing_open(void **state)
{
	(void)state;
	Scratch in;
	scratch_open(&in);
	assert_true(fs_make_folders(scratch_path(&in, "home/.package-cache"), &in.diag));
	const size_t before = test_open_files();
	CargoHome h;
	assert_false(cargo_home_open(&h, str_from(scratch_path(&in, "home")), &in.arena, &in.diag));
	assert_int_equal(test_open_files(), before);
	assert_int_equal(h.registry.len, 0);
	cargo_home_close(&h);
	scratch_close(&in);
}

static void what_is_open_is_closed(void **state)
{
	(void)state;
	Scratch in;
	scratch_open(&in);
	const size_t before = test_open_files();
	CargoHome h;
	assert_true(cargo_home_open(&h, str_from(scratch_path(&in, "home")), &in.arena, &in.diag));
	const char *temp = h.temp.ptr;
	assert_int_equal(fs_kind(temp), FILE_FOLDER);
	cargo_home_close(&h);
	assert_int_equal(fs_kind(temp), FILE_ABSENT);
	assert_int_equal(test_open_files(), before);
	scratch_close(&in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(failure_leaves_nothing_open),
		cmocka_unit_test(what_is_open_is_closed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
