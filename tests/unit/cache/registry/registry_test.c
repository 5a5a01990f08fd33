// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/registry/registry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static Arena arena;
static Diag silent;

static int free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static Registry registry_of(const char *url)
{
	Registry r;
	const SourceId source = source_registry(&arena, str_from(url));
	assert_true(registry_init(&r, &source, &arena, &silent));
	return r;
}

static void same(Str got, const char *wanted)
{
	assert_string_equal(arena_cstr(&arena, got), wanted);
}

static void folders_of_crates_io_are_named_as_cargo_names_them(void **state)
{
	(void)state;
	Registry r;
	assert_true(registry_init(&r, &source_crates_io, &arena, &silent));
	same(r.shown, "crates.io");
	same(r.git_id, "github.com-25cdd57fae9f0462");
	assert_true(str_ends_with(r.id, STR("-1949cf8c6b5b557f")));
	assert_true(str_starts_with(r.id, r.host));
	assert_true(str_ends_with(r.index, STR("/")));
	assert_true(str_starts_with(r.index, STR("https://index.")));
}

static void other_registries_have_ids_of_their_own(void **state)
{
	(void)state;
	const Registry a = registry_of("sparse+https://cargo.example.com/index/");
	const Registry b = registry_of("sparse+https://cargo.example.com/other/");
	same(a.index, "https://cargo.example.com/index/");
	assert_true(str_starts_with(a.id, STR("cargo.example.com-")));
	assert_false(str_eq(a.id, b.id));
	assert_int_equal(a.git_id.len, 0);
	assert_false(a.is_file);
	assert_true(registry_of("sparse+file:///srv/index/").is_file);
}

static void an_address_without_sparse_is_a_repository(void **state)
{
	(void)state;
	const Registry r = registry_of("https://Example.com/Index.git");
	assert_true(r.is_git);
	same(r.index, "https://example.com/Index.git");
	assert_true(str_starts_with(r.id, STR("example.com-")));
	const Registry file = registry_of("file:///srv/index");
	assert_true(str_starts_with(file.id, STR("-")));
}

static void what_cannot_be_asked_is_an_error(void **state)
{
	(void)state;
	static const char *const urls[] = { "sparse+https://example.com/no-slash",
		                            "sparse+nonsense" };
	for (size_t i = 0; i < COUNT_OF(urls); i++) {
		Registry r;
		const SourceId source = source_registry(&arena, str_from(urls[i]));
		const unsigned before = silent.errors;
		assert_false(registry_init(&r, &source, &arena, &silent));
		assert_int_equal(silent.errors, before + 1);
	}
}

static void index_paths_follow_the_length_of_the_name(void **state)
{
	(void)state;
	same(registry_index_path(&arena, STR("a")), "1/a");
	same(registry_index_path(&arena, STR("ab")), "2/ab");
	same(registry_index_path(&arena, STR("Abc")), "3/a/abc");
	same(registry_index_path(&arena, STR("abcd")), "ab/cd/abcd");
	same(registry_index_path(&arena, STR("Serde_JSON")), "se/rd/serde_json");
}

static Str download_url(const char *dl, const char *name)
{
	const Registry r = { .download = str_from(dl) };
	const CrateName crate = { str_from(name), STR("1.0.0+b"), STR("c0ffee") };
	return registry_download_url(&arena, &r, &crate);
}

static void download_address_without_markers_gets_cargos_ending(void **state)
{
	(void)state;
	same(download_url("https://x.test/crates", "foo"),
	     "https://x.test/crates/foo/1.0.0+b/download");
	same(download_url("https://x.test/{unknown}", "foo"),
	     "https://x.test/{unknown}/foo/1.0.0+b/download");
}

static void markers_of_a_download_address_are_replaced(void **state)
{
	(void)state;
	same(download_url("https://x.test/{crate}/{crate}-{version}.crate", "foo"),
	     "https://x.test/foo/foo-1.0.0+b.crate");
	same(download_url("{prefix}|{lowerprefix}|{sha256-checksum}", "FooBar"),
	     "Fo/oB|fo/ob|c0ffee");
	same(download_url("{crate", "foo"), "{crate/foo/1.0.0+b/download");
}

static void configuration_says_where_the_crates_are(void **state)
{
	(void)state;
	Registry r = { 0 };
	const Source good = { .path = "config.json",
		              .text = STR(
				      "{\"dl\": \"https://x.test\", \"auth-required\": true}") };
	assert_true(registry_configure(&r, &good, &arena, &silent));
	same(r.download, "https://x.test");
	assert_true(r.configured && r.wants_token);
	static const char *const bad[] = { "", "{}", "[]", "{\"dl\": 1}", "{\"dl\": \"\"}" };
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		const Source src = { .path = "config.json", .text = str_from(bad[i]) };
		Registry unset = { 0 };
		assert_false(registry_configure(&unset, &src, &arena, &silent));
		assert_false(unset.configured);
	}
}

static void names_that_could_lead_elsewhere_are_not_safe(void **state)
{
	(void)state;
	static const Str bad[] = { STR_INIT(""),    STR_INIT("."),    STR_INIT(".."),
		                   STR_INIT("a/b"), STR_INIT("a\0b"), STR_INIT("a\nb"),
		                   STR_INIT("a%b"), STR_INIT("a{b}"), STR_INIT("a b") };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(crate_name_is_safe(bad[i]));
	assert_true(crate_name_is_safe(STR("serde_json-2")));
	assert_true(crate_version_is_safe(STR("1.0.0-rc.1+b-2")));
	assert_false(crate_version_is_safe(STR("1.0/../0")));
	assert_false(crate_version_is_safe(STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folders_of_crates_io_are_named_as_cargo_names_them),
		cmocka_unit_test(other_registries_have_ids_of_their_own),
		cmocka_unit_test(an_address_without_sparse_is_a_repository),
		cmocka_unit_test(what_cannot_be_asked_is_an_error),
		cmocka_unit_test(index_paths_follow_the_length_of_the_name),
		cmocka_unit_test(download_address_without_markers_gets_cargos_ending),
		cmocka_unit_test(markers_of_a_download_address_are_replaced),
		cmocka_unit_test(configuration_says_where_the_crates_are),
		cmocka_unit_test(names_that_could_lead_elsewhere_are_not_safe),
	};
	return cmocka_run_group_tests(tests, NULL, free_arena);
}
