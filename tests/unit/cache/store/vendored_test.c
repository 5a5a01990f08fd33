// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/vendored.h"

#include "base/files/fs.h"
#include "base/system/digest.h"
#include "base/text/path.h"
#include "cache/store/vendored_compare.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define SUM   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define OTHER "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

typedef struct Fixture {
	Scratch in;
	Vendored *vendored;
} Fixture;

static int setup(void **state)
{
	Fixture *f = test_calloc(1, sizeof(*f));
	scratch_open(&f->in);
	f->vendored = vendored_open(&f->in.arena, &f->in.diag, f->in.folder);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	Fixture *f = *state;
	scratch_close(&f->in);
	test_free(f);
	return 0;
}

static void add(Fixture *f, const char *path, const char *text)
{
	scratch_write(&f->in, path, text);
}

/* foo 1.0.0 in `folder`, whose list has one file; `package` with quotes, or null. */
static void add_foo(Fixture *f, const char *folder, const char *package)
{
	char sum[DIGEST_HEX + 1];
	Arena *a = &f->in.arena;
	digest_of(STR("text"), sum);
	add(f, arena_printf(a, "%s/file", folder).ptr, "text");
	add(f, arena_printf(a, "%s/Cargo.toml", folder).ptr,
	    "[package]\nname = 'foo'\nversion = '1.0.0'\n");
	add(f, arena_printf(a, "%s/.cargo-checksum.json", folder).ptr,
	    arena_printf(a, "{\"files\":{\"file\":\"%s\"},\"package\":%s}", sum, package).ptr);
}

static bool check(Fixture *f)
{
	return vendored_checked(vendored_check(&f->in.arena, &f->vendored, 1));
}

static void assert_folder(Fixture *f, Str folder, const char *wanted)
{
	assert_string_equal(folder.ptr,
	                    path_join(&f->in.arena, f->in.folder, str_from(wanted)).ptr);
}

static void finds(Fixture *f, const char *checksum, const char *wanted)
{
	const CrateName crate = { STR("foo"), STR("1.0.0"), str_from(checksum) };
	Str folder;
	assert_true(vendored_find(f->vendored, &crate, NO_SPAN, &folder));
	assert_folder(f, folder, wanted);
	assert_true(check(f));
}

static void refuses(Fixture *f, const char *version, const char *checksum, const char *text)
{
	const CrateName crate = { STR("foo"), str_from(version), str_from(checksum) };
	Str folder;
	assert_false(vendored_find(f->vendored, &crate, NO_SPAN, &folder) && check(f));
	fflush(f->in.diag.out);
	assert_non_null(strstr(f->in.said, text));
	assert_int_equal(f->in.diag.errors, 1);
}

static void folder_may_have_the_name_alone(void **state)
{
	add_foo(*state, "foo", "\"" SUM "\"");
	finds(*state, SUM, "foo");
}

static void folder_may_have_the_version_too(void **state)
{
	add_foo(*state, "foo", "\"" OTHER "\"");
	add_foo(*state, "foo-1.0.0", "\"" SUM "\"");
	finds(*state, SUM, "foo-1.0.0");
}

static void folder_may_have_any_name(void **state)
{
	add(*state, ".git/Cargo.toml", "not even TOML");
	add(*state, "README", "");
	add(*state, "left-over/x", "");
	add_foo(*state, "elsewhere", "\"" SUM "\"");
	finds(*state, SUM, "elsewhere");
}

static void folder_may_have_the_name_of_another(void **state)
{
	Fixture *f = *state;
	const CrateName crate = { STR("foo"), STR("1.0.0"), STR(SUM) };
	Str folder;
	add_foo(f, "right", "\"" SUM "\"");
	add(f, "foo/Cargo.toml", "[package]\nname = 'foo'\nversion = '2.0.0'\n");
	assert_true(vendored_find(f->vendored, &crate, NO_SPAN, &folder));
	assert_folder(f, folder, "foo");
	assert_true(check(f)); /* though nobody has looked into it */
	assert_true(vendored_find_elsewhere(f->vendored, &crate, NO_SPAN, &folder));
	assert_folder(f, folder, "right");
	assert_true(check(f));
}

static void a_check_can_be_given_up(void **state)
{
	Fixture *f = *state;
	const CrateName crate = { STR("foo"), STR("1.0.0"), STR(SUM) };
	Str folder;
	add_foo(f, "foo", "\"" OTHER "\"");
	assert_true(vendored_find(f->vendored, &crate, NO_SPAN, &folder));
	vendored_check_drop(vendored_check(&f->in.arena, &f->vendored, 1));
	assert_int_equal(f->in.diag.errors, 0);
}

static void packages_of_git_have_no_checksum(void **state)
{
	add_foo(*state, "foo", "null");
	finds(*state, "", "foo");
}

static void another_checksum_than_the_locked_one_is_refused(void **state)
{
	add_foo(*state, "foo", "\"" OTHER "\"");
	refuses(*state, "1.0.0", SUM, "the checksum of `foo v1.0.0` changed");
}

static void missing_checksum_is_refused_if_one_is_locked(void **state)
{
	add_foo(*state, "foo", "null");
	refuses(*state, "1.0.0", SUM, "has a checksum in the lock file, but none");
}

static void absent_version_is_refused(void **state)
{
	add_foo(*state, "foo", "\"" SUM "\"");
	refuses(*state, "1.0.1", OTHER, "has no package `foo v1.0.1`");
}

static void package_without_a_list_is_refused(void **state)
{
	add(*state, "foo/Cargo.toml", "[package]\nname = 'foo'\nversion = '1.0.0'\n");
	refuses(*state, "1.0.0", SUM, ".cargo-checksum.json");
}

static void list_must_be_one(void **state)
{
	add_foo(*state, "foo", "\"" SUM "\"");
	add(*state, "foo/.cargo-checksum.json", "{\"package\": 3}");
	refuses(*state, "1.0.0", SUM, "it has no list of `files`");
}

static void names_that_leave_the_folder_are_refused(void **state)
{
	refuses(*state, "../x", SUM, "not a crate's name and version");
}

static void files_as_listed_are_fine(void **state)
{
	Fixture *f = *state;
	add_foo(f, "foo", "\"" SUM "\"");
	add(f, "foo/more", "that no list names");
	finds(f, SUM, "foo");
	assert_true(vendored_verify(f->vendored));
}

static void verify_fails(Fixture *f, const char *text)
{
	finds(f, SUM, "foo");
	assert_false(vendored_verify(f->vendored));
	fflush(f->in.diag.out);
	assert_non_null(strstr(f->in.said, text));
}

static void changed_file_is_found(void **state)
{
	add_foo(*state, "foo", "\"" SUM "\"");
	add(*state, "foo/file", "another text");
	verify_fails(*state, "foo/file` has changed: expected");
}

static void file_that_is_gone_is_found(void **state)
{
	Fixture *f = *state;
	add_foo(f, "foo", "\"" SUM "\"");
	assert_int_equal(remove(path_join(&f->in.arena, f->in.folder, STR("foo/file")).ptr), 0);
	verify_fails(f, "cannot read `");
}

static void all_differences_are_listed(void **state)
{
	Fixture *f = *state;
	VendoredDifferences d = { 0 };
	add_foo(f, "foo", "\"" SUM "\"");
	add(f, "foo/.cargo-checksum.json",
	    "{\"files\":{\"file\":\"" SUM "\",\"gone\":\"" SUM "\",\"../out\":\"" SUM "\"}}");
	Str folder = path_join(&f->in.arena, f->in.folder, STR("foo"));
	assert_true(vendored_compare(&f->in.arena, &f->in.diag, &folder, 1, &d));
	static const VendoredState states[] = { VENDORED_MISSING, VENDORED_ADDED, VENDORED_CHANGED,
		                                VENDORED_MISSING };
	static const char *const names[] = { "/../out", "/Cargo.toml", "/file", "/gone" };
	assert_int_equal(d.count, COUNT_OF(states));
	for (size_t i = 0; i < d.count; i++) {
		assert_int_equal(d.items[i].state, states[i]);
		assert_true(str_ends_with(d.items[i].path, str_from(names[i])));
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(folder_may_have_the_name_alone),
		TEST(folder_may_have_the_version_too),
		TEST(folder_may_have_any_name),
		TEST(folder_may_have_the_name_of_another),
		TEST(a_check_can_be_given_up),
		TEST(packages_of_git_have_no_checksum),
		TEST(another_checksum_than_the_locked_one_is_refused),
		TEST(missing_checksum_is_refused_if_one_is_locked),
		TEST(absent_version_is_refused),
		TEST(package_without_a_list_is_refused),
		TEST(list_must_be_one),
		TEST(names_that_leave_the_folder_are_refused),
		TEST(files_as_listed_are_fine),
		TEST(changed_file_is_found),
		TEST(file_that_is_gone_is_found),
		TEST(all_differences_are_listed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
