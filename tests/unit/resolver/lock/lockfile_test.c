// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/lock/lockfile.h"

#include "base/core/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define CRATES "registry+https://github.com/rust-lang/crates.io-index"
#define SUM    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

typedef struct Fixture {
	Arena arena;
	Source src;
	FILE *out;
	char *messages;
	size_t length;
	Diag diag;
} Fixture;

static int set_up(void **state)
{
	Fixture *f = xcalloc(1, sizeof *f);
	f->out = open_memstream(&f->messages, &f->length);
	f->diag.out = f->out;
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *f = *state;
	fclose(f->out);
	free(f->messages);
	arena_free(&f->arena);
	free(f);
	return 0;
}

static const Lockfile *read_text(Fixture *f, const char *text)
{
	f->src = (Source){ .path = "Cargo.lock", .text = str_from(text) };
	return lockfile_read(&f->src, &f->arena, &f->diag);
}

static void assert_refused(Fixture *f, const char *text, const char *message)
{
	assert_null(read_text(f, text));
	fflush(f->out);
	assert_int_equal(f->diag.errors, 1);
	assert_non_null(strstr(f->messages, message));
}

static void assert_str(Str got, const char *want)
{
	assert_int_equal(got.len, strlen(want));
	assert_memory_equal(got.ptr, want, got.len);
}

static void packages_are_sorted_and_edges_resolved(void **state)
{
	const Lockfile *l =
		read_text(*state,
	                  "version = 4\n"
	                  "[[package]]\nname = \"b\"\nversion = \"0.10.0\"\nsource = \"" CRATES
	                  "\"\nchecksum = \"" SUM "\"\n"
	                  "[[package]]\nname = \"b\"\nversion = \"0.9.0\"\nsource = \"" CRATES
	                  "\"\nchecksum = \"" SUM "\"\n"
	                  "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n"
	                  "dependencies = [\n \"b 0.10.0\",\n \"b 0.9.0\",\n \"c\",\n]\n"
	                  "[[package]]\nname = \"c\"\nversion = \"1.0.0\"\n");
	assert_non_null(l);
	assert_int_equal(l->version, 4);
	assert_int_equal(l->count, 4);
	assert_str(l->packages[1].version.text, "0.9.0");
	assert_str(l->packages[1].checksum, SUM);
	assert_true(l->packages[1].has_source);
	assert_true(source_is_crates_io(l->packages[1].source));
	assert_false(l->packages[0].has_source);
	assert_int_equal(l->packages[0].dep_count, 3);
	assert_int_equal(l->packages[0].deps[0], 1);
	assert_int_equal(l->packages[0].deps[1], 2);
	assert_int_equal(l->packages[0].deps[2], 3);
}

static void version_1_has_root_and_metadata(void **state)
{
	const Lockfile *l = read_text(*state, "[root]\nname = \"a\"\nversion = \"0.1.0\"\n"
	                                      "dependencies = [\"b 1.0.0 (" CRATES ")\"]\n"
	                                      "[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n"
	                                      "source = \"" CRATES "\"\n"
	                                      "[metadata]\nother = \"kept\"\n"
	                                      "\"checksum b 1.0.0 (" CRATES ")\" = \"" SUM "\"\n");
	assert_non_null(l);
	assert_int_equal(l->version, 1);
	assert_int_equal(l->packages[0].dep_count, 1);
	assert_str(l->packages[1].checksum, SUM);
}

static void unknown_checksums_are_none(void **state)
{
	const Lockfile *l =
		read_text(*state, "[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n"
	                          "source = \"" CRATES "\"\n"
	                          "[metadata]\n\"checksum b 1.0.0 (" CRATES ")\" = \"<none>\"\n");
	assert_non_null(l);
	assert_int_equal(l->packages[0].checksum.len, 0);
}

static void a_date_passes_for_metadata(void **state)
{
	const Lockfile *l = read_text(*state, "metadata = 1979-05-27\n"
	                                      "[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n");
	assert_non_null(l);
	assert_int_equal(l->count, 1);
}

static void short_names_mean_version_2(void **state)
{
	const Lockfile *l = read_text(*state, "[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n"
	                                      "dependencies = [\"b\"]\n"
	                                      "[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n");
	assert_non_null(l);
	assert_int_equal(l->version, 2);
}

static void checksums_in_two_places_are_not_trusted(void **state)
{
	const Lockfile *l =
		read_text(*state, "version = 3\n[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n"
	                          "source = \"" CRATES "\"\nchecksum = \"" SUM "\"\n"
	                          "[metadata]\n\"checksum b 1.0.0 (" CRATES ")\" = \"" SUM "\"\n");
	assert_non_null(l);
	assert_int_equal(l->packages[0].checksum.len, 0);
}

static void what_names_nothing_is_dropped(void **state)
{
	const Lockfile *l = read_text(*state, "version = 4\n"
	                                      "[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n"
	                                      "dependencies = [\"b\", \"b 3.0.0\", \"c\", \"b x\", "
	                                      "\"b 1.0.0 (git+https://h/r)\"]\n"
	                                      "[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n"
	                                      "[[package]]\nname = \"b\"\nversion = \"2.0.0\"\n");
	assert_non_null(l);
	assert_int_equal(l->packages[0].dep_count, 0);
}

static void the_path_package_wins_over_others(void **state)
{
	const Lockfile *l = read_text(
		*state,
		"version = 4\n"
		"[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n"
		"dependencies = [\"b 1.0.0\", \"c 1.0.0\", \"b 1.0.0 (git+https://h/r#0000)\"]\n"
		"[[package]]\nname = \"b\"\nversion = \"1.0.0\"\nsource = \"" CRATES "\"\n"
		"[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n"
		"[[package]]\nname = \"b\"\nversion = \"1.0.0\"\nsource = "
		"\"git+https://h/r#1111\"\n"
		"[[package]]\nname = \"c\"\nversion = \"1.0.0\"\nsource = \"" CRATES "\"\n"
		"[[package]]\nname = \"c\"\nversion = \"1.0.0\"\nsource = "
		"\"git+https://h/r#1111\"\n");
	assert_non_null(l);
	const LockPackage *a = &l->packages[0];
	assert_int_equal(a->dep_count, 2);
	assert_false(l->packages[a->deps[0]].has_source);
	assert_int_equal(l->packages[a->deps[1]].source->kind, SOURCE_GIT);
	assert_str(l->packages[a->deps[1]].source->precise, "1111");
}

static void replaced_packages_name_their_replacement(void **state)
{
	const Lockfile *l =
		read_text(*state,
	                  "version = 4\n"
	                  "[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n"
	                  "[[package]]\nname = \"b\"\nversion = \"1.0.0\"\nsource = \"" CRATES
	                  "\"\nreplace = \"b 1.0.0\"\n"
	                  "[[patch.unused]]\nname = \"c\"\nversion = \"2.0.0\"\n");
	assert_non_null(l);
	assert_true(l->packages[1].replaced);
	assert_int_equal(l->packages[1].replace, 0);
	assert_int_equal(l->unused_count, 1);
	assert_str(l->unused_patches[0].name, "c");
}

static void later_formats_are_refused(void **state)
{
	assert_refused(*state, "# @generated\nversion = 5\n", "Cargo.lock:2:11");
	assert_non_null(strstr(((Fixture *)*state)->messages, "cargo generate-lockfile"));
}

static void early_formats_have_no_number(void **state)
{
	assert_refused(*state, "version = 2\n", "version 2");
}

static void merge_conflicts_are_recognised(void **state)
{
	assert_refused(*state,
	               "version = 4\n[[package]]\nname = \"a\"\n<<<<<<< HEAD\nversion = \"1.0.0\"\n"
	               "=======\nversion = \"1.0.1\"\n>>>>>>> other\n",
	               "Cargo.lock:4:1");
	assert_non_null(strstr(((Fixture *)*state)->messages, "merge conflict"));
}

static void doubles_are_refused(void **state)
{
	assert_refused(*state,
	               "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n"
	               "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n",
	               "Cargo.lock:6:8");
}

static void wrong_types_are_refused(void **state)
{
	assert_refused(*state, "version = 4\n[[package]]\nname = 1\nversion = \"1.0.0\"\n",
	               "`name` must be a string");
}

static void bad_sources_are_refused(void **state)
{
	assert_refused(*state,
	               "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n"
	               "source = \"svn+https://h/r\"\n",
	               "Cargo.lock:5:10");
}

static void bad_dependencies_are_refused(void **state)
{
	assert_refused(*state,
	               "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n"
	               "dependencies = [\"b 1.0.0 https://h/r\"]\n",
	               "NAME VERSION (SOURCE)");
}

static void bad_checksums_are_refused(void **state)
{
	assert_refused(*state,
	               "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n"
	               "source = \"" CRATES "\"\nchecksum = \"12\"\n",
	               "hexadecimal");
}

/* Would take minutes if anything were quadratic. */
static void large_files_are_read_in_linear_time(void **state)
{
	Fixture *f = *state;
	scoped_buf b = { 0 };
	buf_printf(&b, "version = 4\n");
	for (int i = 0; i < 100000; i++)
		buf_printf(&b,
		           "[[package]]\nname = \"p\"\nversion = \"%d.0.0\"\nsource = \"" CRATES
		           "\"\nchecksum = \"" SUM "\"\ndependencies = [\"p %d.0.0\", \"p\"]\n",
		           i, 99999 - i);
	const Lockfile *l = read_text(f, b.ptr);
	assert_non_null(l);
	assert_int_equal(l->count, 100000);
	assert_int_equal(l->packages[1].deps[0], 99998);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(packages_are_sorted_and_edges_resolved),
		TEST(version_1_has_root_and_metadata),
		TEST(a_date_passes_for_metadata),
		TEST(unknown_checksums_are_none),
		TEST(short_names_mean_version_2),
		TEST(checksums_in_two_places_are_not_trusted),
		TEST(what_names_nothing_is_dropped),
		TEST(the_path_package_wins_over_others),
		TEST(replaced_packages_name_their_replacement),
		TEST(later_formats_are_refused),
		TEST(early_formats_have_no_number),
		TEST(merge_conflicts_are_recognised),
		TEST(doubles_are_refused),
		TEST(wrong_types_are_refused),
		TEST(bad_sources_are_refused),
		TEST(bad_dependencies_are_refused),
		TEST(bad_checksums_are_refused),
		TEST(large_files_are_read_in_linear_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
