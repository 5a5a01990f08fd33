// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/config/registries.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static Arena arena;

static Registries read(Diag *diag)
{
	static char home[] = "CARGO_HOME=/nowhere";
	static char *const env[] = { home, NULL };
	static const char *const flags[] = { "registries.a.index='sparse+https://A.example/'",
		                             "registries.b.index='https://b.example/x.git'",
		                             "registries.bad.index=7", NULL };
	const Config *c =
		config_load(&arena, diag,
	                    &(ConfigSources){ .cwd = STR("/"), .env = env, .flags = flags });
	assert_non_null(c);
	Registries r;
	registries_init(&r, c);
	return r;
}

static void each_name_has_its_source_however_often_it_is_asked_for(void **state)
{
	(void)state;
	Diag silent = { 0 };
	Registries r = read(&silent);
	const SourceId *a, *b, *again;
	char name[] = "a";
	assert_true(registries_find(&r, str_from(name), NO_SPAN, &a));
	name[0] = 'b'; /* whose text it was does not matter */
	assert_true(registries_find(&r, str_from(name), NO_SPAN, &b));
	assert_true(registries_find(&r, STR("a"), NO_SPAN, &again));
	assert_true(source_eq(a, again) && !source_eq(a, b));
	assert_true(str_eq(a->url, STR("sparse+https://A.example/")));
	assert_int_equal(b->kind, SOURCE_REGISTRY);
	assert_true(str_eq(b->canonical, STR("https://b.example/x")));
	assert_int_equal(r.found.count, 2);
}

static void each_place_that_names_an_unknown_one_is_told(void **state)
{
	(void)state;
	Diag silent = { 0 };
	Registries r = read(&silent);
	const SourceId *s;
	assert_false(registries_find(&r, STR("other"), NO_SPAN, &s));
	assert_false(registries_find(&r, STR("other"), NO_SPAN, &s));
	assert_int_equal(silent.errors, 2);
}

static void those_of_the_configuration_are_known_at_once(void **state)
{
	(void)state;
	Diag silent = { 0 };
	Registries r = read(&silent);
	const SourceId *s;
	assert_true(registries_known(&r, STR("a"), &s) && registries_known(&r, STR("b"), &s));
	assert_false(registries_known(&r, STR("other"), &s));
	assert_int_equal(silent.errors, 0); /* of `bad` nobody has asked */
	assert_false(registries_known(&r, STR("bad"), &s));
	assert_false(registries_find(&r, STR("bad"), NO_SPAN, &s));
	assert_int_equal(silent.errors, 1);
}

static int free_all(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_name_has_its_source_however_often_it_is_asked_for),
		cmocka_unit_test(those_of_the_configuration_are_known_at_once),
		cmocka_unit_test(each_place_that_names_an_unknown_one_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, free_all);
}
