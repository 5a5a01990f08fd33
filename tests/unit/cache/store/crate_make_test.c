// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/store_internal.h"
#include "tests/unit/folder.h"

#define OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

/* Unpacks a downloaded archive. Checks that the task fails, whatever the task before it left. */
static void expect_failure(Scratch *in, const char *why)
{
	static const CrateEnd before[] = { CRATE_READY, CRATE_NOT_BORROWED, CRATE_FAILED };
	for (size_t i = 0; i < COUNT_OF(before); i++) {
		CrateFetch j = { .crate.checksum = STR(OF_ABC),
			         .work.archive = scratch_path(in, "foo-1.0.0.crate") };
		j.outcome.end = before[i];
		crate_unpack_task(&j.task);
		assert_int_equal(j.outcome.end, CRATE_FAILED);
		assert_true(str_eq(buf_str(&j.outcome.why), str_from(why)));
		buf_free(&j.outcome.why);
	}
}

static void archive_that_is_not_the_downloaded_one_is_a_failure(void **state)
{
	(void)state;
	Scratch in;
	scratch_open(&in);
	scratch_write(&in, "foo-1.0.0.crate", "abcd");
	expect_failure(&in, "another program changed the archive after its download");
	scratch_close(&in);
}

static void archive_that_cannot_be_opened_is_a_failure(void **state)
{
	(void)state;
	Scratch in;
	scratch_open(&in);
	expect_failure(&in, "cannot open the archive: No such file or directory");
	scratch_close(&in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(archive_that_is_not_the_downloaded_one_is_a_failure),
		cmocka_unit_test(archive_that_cannot_be_opened_is_a_failure),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
