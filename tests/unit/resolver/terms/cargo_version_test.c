// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/cargo_version.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static CargoVersion cargo_of(const char *rustc)
{
	Version v;
	const char *why = NULL;
	assert_true(version_parse(str_from(rustc), &v, &why));
	return cargo_version_of(&v);
}

static bool run_has(const char *rustc)
{
	return cargo_has(cargo_of(rustc), CARGO_RUN_DEBUG_ASSERTIONS);
}

static void a_behaviour_begins_with_its_version(void **state)
{
	(void)state;
	assert_false(run_has("1.85.0"));
	assert_false(run_has("1.92.0"));
	assert_true(run_has("1.93.0"));
	assert_true(run_has("1.95.0"));
}

static void a_nightly_counts_as_its_version(void **state)
{
	(void)state;
	assert_false(run_has("1.92.0-nightly"));
	assert_true(run_has("1.93.0-nightly"));
}

static void without_a_toolchain_the_newest_counts(void **state)
{
	(void)state;
	for (CargoBehaviour i = 0; i < CARGO_BEHAVIOURS; i++)
		assert_true(cargo_has((CargoVersion){ 0 }, i));
	assert_true(run_has("2.0.0"));
}

static void what_is_newer_than_the_table_is_told(void **state)
{
	(void)state;
	assert_int_equal(cargo_newest_known(cargo_of("1.95.0")), 0);
	assert_int_equal(cargo_newest_known(cargo_of("1.99.0")), 0);
	assert_int_equal(cargo_newest_known(cargo_of("1.100.0-nightly")), 99);
	assert_int_equal(cargo_newest_known((CargoVersion){ 0 }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_behaviour_begins_with_its_version),
		cmocka_unit_test(a_nightly_counts_as_its_version),
		cmocka_unit_test(without_a_toolchain_the_newest_counts),
		cmocka_unit_test(what_is_newer_than_the_table_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
