// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/profile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct Fixture {
	Arena arena;
	Diag diag;
	Config config;
	Source source;
	const Profiles *profiles;
} Fixture;

static int open_fixture(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	f->config = (Config){
		.arena = &f->arena,
		.diag = &f->diag,
		.cwd = STR("/"),
		.cargo_home = STR("/none"),
		.cargo = { 95 },
	};
	*state = f;
	return 0;
}

static int close_fixture(void **state)
{
	Fixture *f = *state;
	arena_free(&f->arena);
	free(f);
	return 0;
}

static bool open(Fixture *f, const char *toml, const char *name)
{
	f->source = (Source){ .path = "Cargo.toml", .text = str_from(toml) };
	const TomlTable *root = toml_parse(&f->source, &f->arena, &f->diag);
	assert_non_null(root);
	f->profiles = profiles_open(&f->arena, &f->config, toml_get_table(root, STR("profile")),
	                            str_from(name));
	return f->profiles != NULL;
}

static Profile profile_for(Fixture *f, const char *package, bool member, bool host)
{
	static const Version one = { .major = 1, .text = STR_INIT("1.0.0"), .pre = STR_INIT("") };
	return profile_of(f->profiles, &(ProfileSubject){ .name = str_from(package),
	                                                  .version = &one,
	                                                  .source = &source_crates_io,
	                                                  .member = member,
	                                                  .local = member,
	                                                  .host = host });
}

static void equals(Str got, const char *wanted)
{
	assert_true(str_eq(got, str_from(wanted)));
}

static void dev_is_debuggable_and_incremental(void **state)
{
	Fixture *f = *state;
	assert_true(open(f, "", "dev"));
	const Profile p = profile_for(f, "a", true, false);
	equals(p.opt_level, "0");
	equals(p.debuginfo, "2");
	assert_true(p.debug_assertions && p.overflow_checks && p.incremental);
	assert_false(profile_for(f, "a", false, false).incremental); /* not a path package */
	equals(profiles_folder(f->profiles), "debug");
}

static void host_units_are_not_optimised(void **state)
{
	Fixture *f = *state;
	assert_true(open(f, "", "release"));
	equals(profile_for(f, "a", true, false).opt_level, "3");
	equals(profile_for(f, "a", true, true).opt_level, "0");
	assert_true(profile_for(f, "a", true, true).debuginfo_deferred);
}

static void stronger_tables_win(void **state)
{
	Fixture *f = *state;
	assert_true(open(f,
	                 "[profile.release.build-override]\nopt-level = 1\n"
	                 "[profile.release.package.\"*\"]\nopt-level = 2\n"
	                 "[profile.release.package.a]\nopt-level = \"z\"\n",
	                 "release"));
	equals(profile_for(f, "a", false, true).opt_level, "z");
	equals(profile_for(f, "b", false, true).opt_level, "2");
	equals(profile_for(f, "b", true, true).opt_level, "1");
	equals(profile_for(f, "b", true, false).opt_level, "3");
}

static void any_merge_resets_strip(void **state)
{
	Fixture *f = *state;
	assert_true(open(f,
	                 "[profile.release]\nstrip = true\n"
	                 "[profile.release.package.a]\nopt-level = 1\n",
	                 "release"));
	equals(profile_for(f, "b", true, false).strip, "symbols");
	equals(profile_for(f, "a", true, false).strip, "none");
	assert_true(profile_for(f, "a", true, false).strip_deferred);
}

static void custom_profile_inherits_by_key(void **state)
{
	Fixture *f = *state;
	assert_true(open(f,
	                 "[profile.release]\nlto = true\ndebug = 1\n"
	                 "[profile.small]\ninherits = \"release\"\nopt-level = \"s\"\n",
	                 "small"));
	const Profile p = profile_for(f, "a", true, false);
	equals(p.opt_level, "s");
	equals(p.lto, "true");
	equals(p.debuginfo, "1");
	assert_true(p.release_root);
	equals(profiles_folder(f->profiles), "small");
}

static void faults_are_refused(void **state)
{
	Fixture *f = *state;
	assert_false(
		open(f, "[profile.a]\ninherits = \"b\"\n[profile.b]\ninherits = \"a\"\n", "a"));
	assert_false(open(f, "[profile.a]\nopt-level = 1\n", "a"));
	assert_false(open(f, "[profile.dev]\nopt-level = 4\n", "dev"));
	assert_false(open(f, "[profile.dev]\nlto = \"true\"\n", "dev"));
	assert_false(open(f, "", "nowhere"));
	assert_false(open(f, "", "debug"));
	assert_int_equal(f->diag.errors, 6);
}

static void debug_is_a_profile_since_1_99(void **state)
{
	Fixture *f = *state;
	f->config.cargo.minor = 99;
	assert_true(open(f, "[profile.debug]\nopt-level = 1\n", "debug"));
	equals(profile_for(f, "a", true, false).opt_level, "1");
	equals(profiles_folder(f->profiles), "debug");
	assert_false(open(f, "", "doc"));
}

static void ci_turns_incremental_off_since_1_99(void **state)
{
	Fixture *f = *state;
	char ci[] = "CI=";
	char *env[] = { ci, NULL };
	f->config.env = env;
	assert_true(open(f, "", "dev"));
	assert_true(profile_for(f, "a", true, false).incremental);
	f->config.cargo.minor = 99;
	assert_true(open(f, "", "dev"));
	assert_false(profile_for(f, "a", true, false).incremental);
}

static void other_profiles_must_be_right_too(void **state)
{
	Fixture *f = *state;
	assert_false(open(f, "[profile.release]\ninherits = \"dev\"\n", "dev"));
	assert_false(open(f, "[profile.a]\ninherits = \"b\"\n", "dev"));
	assert_false(open(f, "[profile.a]\nopt-level = 1\n", "dev"));
	assert_false(open(f, "[profile.bench.package.x]\ndebug = 7\n", "dev"));
	assert_int_equal(f->diag.errors, 4);
	assert_true(open(f, "[profile.a]\ninherits = \"test\"\nopt-level = 9\n", "dev"));
}

static bool package_is_fine(const Fixture *f, const char *name)
{
	static const Version one = { .major = 1, .text = STR_INIT("1.0.0"), .pre = STR_INIT("") };
	const ProfileSubject s = { .name = str_from(name),
		                   .version = &one,
		                   .source = &source_crates_io };
	Diag silent = { 0 };
	return profiles_check_packages(f->profiles, &silent, &s, 1);
}

static void a_package_has_one_override_in_a_profile(void **state)
{
	Fixture *f = *state;
	assert_true(open(f,
	                 "[profile.dev.package.a]\nopt-level = 1\n"
	                 "[profile.dev.package.\"b@1\"]\nopt-level = 1\n"
	                 "[profile.test.package.\"a@1.0.0\"]\nopt-level = 2\n"
	                 "[profile.test.package.\"b@2\"]\nopt-level = 2\n",
	                 "release"));
	assert_false(package_is_fine(f, "a")); /* test inherits from dev */
	assert_true(package_is_fine(f, "b"));
	assert_true(package_is_fine(f, "c"));
}

static void packages_of_overrides_should_be_there(void **state)
{
	Fixture *f = *state;
	static const Version one = { .major = 1, .text = STR_INIT("1.0.0"), .pre = STR_INIT("") };
	const ProfileSubject packages[] = {
		{ .name = STR("serde"), .version = &one, .source = &source_crates_io },
		{ .name = STR("b"), .version = &one, .source = &source_crates_io },
	};
	Diag silent = { 0 };
	assert_true(open(f,
	                 "[profile.dev.package]\nserd = {}\n\"b@2\" = {}\n\"b@1\" = {}\n"
	                 "[profile.test.package]\nserde = {}\nc = {}\n",
	                 "release"));
	assert_true(profiles_check_packages(f->profiles, &silent, packages, COUNT_OF(packages)));
	assert_int_equal(silent.warnings, 3); /* what `test` inherits from `dev` is said once */
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(dev_is_debuggable_and_incremental),
		TEST(host_units_are_not_optimised),
		TEST(stronger_tables_win),
		TEST(any_merge_resets_strip),
		TEST(custom_profile_inherits_by_key),
		TEST(faults_are_refused),
		TEST(debug_is_a_profile_since_1_99),
		TEST(ci_turns_incremental_off_since_1_99),
		TEST(other_profiles_must_be_right_too),
		TEST(a_package_has_one_override_in_a_profile),
		TEST(packages_of_overrides_should_be_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
