// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/source.h"
#include "resolver/terms/url.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define NO_STR ((Str){ "", 0 })

static void assert_str(Str got, const char *want)
{
	scoped_arena a = { 0 };
	assert_string_equal(arena_cstr(&a, got), want);
}

static Str canonical(Arena *a, const char *url)
{
	return source_git(a, str_from(url), GIT_DEFAULT, NO_STR, NO_STR).canonical;
}

static void spellings_of_a_repository_are_one(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	assert_str(canonical(&a, "https://github.com/Foo/Bar.git"), "https://github.com/foo/bar");
	assert_str(canonical(&a, "HTTP://GitHub.com:80/Foo/Bar/"), "https://github.com/foo/bar");
	assert_str(canonical(&a, "ssh://git@github.com/A/b.git"), "https://git@github.com/a/b");
	assert_str(canonical(&a, "https://gitlab.com/Foo/Bar.git"), "https://gitlab.com/Foo/Bar");
	assert_str(canonical(&a, "https://h.org/a//"), "https://h.org/a/");
	assert_str(canonical(&a, "file:///srv/x.git/"), "file:///srv/x");
	assert_str(canonical(&a, "ssh://git@Host/A"), "ssh://git@Host/A");
	assert_str(canonical(&a, "https://h.org/a b"), "https://h.org/a%20b");
	assert_str(canonical(&a, "https://h.org/x/../a/./b"), "https://h.org/a/b");
}

/* As the URL standard: a domain may have no such character, not even encoded. */
static void a_host_is_a_domain(void **state)
{
	(void)state;
	static const char *const bad[] = { "https://a%b/", "https://a%20b/x", "http://a<b/",
		                           "https://a%2fb/", "https://a|b/" };
	scoped_arena a = { 0 };
	Url url;
	const char *why;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(url_parse(&a, str_from(bad[i]), &url, &why));
	assert_true(url_parse(&a, STR("https://a%41b.org/"), &url, &why));
	assert_true(url_parse(&a, STR("https://[::1]:8080/x"), &url, &why));
	assert_true(url_parse(&a, STR("https://us%er@b.org/"), &url, &why));
}

static void sparse_registries_keep_suffixes(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	SourceId s = source_registry(&a, STR("sparse+https://h.org/Index.git/"));
	assert_int_equal(s.kind, SOURCE_SPARSE);
	assert_str(s.canonical, "sparse+https://h.org/Index.git");
	assert_str(source_text(&a, &s), "sparse+https://h.org/Index.git/");
}

static void crates_io_has_two_spellings(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Str sparse = arena_printf(&a, "sparse+https://index.%s.io/", "crates");
	SourceId one, two = source_registry(&a, sparse);
	assert_true(source_parse(&a, STR("registry+https://github.com/rust-lang/crates.io-index"),
	                         &one));
	assert_true(source_is_crates_io(&one));
	assert_true(source_is_crates_io(&two));
	assert_true(source_eq(&one, &two));
	SourceId other = source_registry(&a, STR("https://example.com/index"));
	assert_false(source_is_crates_io(&other));
}

static void texts_survive_a_round_trip(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"registry+https://github.com/rust-lang/crates.io-index",
		"sparse+https://example.com/index/",
		"git+https://example.com/"
		"r?branch=feat%2Fa%2Bb#0123456789012345678901234567890123456789",
		"git+https://example.com/r?tag=v1+2",
		"git+ssh://git@example.com/r.git?rev=refs%2Fpull%2F4%2Fhead",
		"git+https://example.com/r#0123",
	};
	scoped_arena a = { 0 };
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		SourceId s;
		assert_true(source_parse(&a, str_from(texts[i]), &s));
		assert_str(source_text(&a, &s), texts[i]);
	}
}

static void git_references_are_decoded(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	SourceId s;
	assert_true(source_parse(&a, STR("git+https://h/r?ref=a%2Bb+c#5a"), &s));
	assert_int_equal(s.ref_kind, GIT_BRANCH);
	assert_str(s.ref, "a+b c");
	assert_str(s.precise, "5a");
	assert_str(s.url, "https://h/r");
	assert_true(source_parse(&a, STR("git+https://h/r"), &s));
	assert_int_equal(s.ref_kind, GIT_DEFAULT);
}

static void other_texts_are_refused(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",
		"https://h/r",
		"svn+https://h/r",
		"git+",
		"git+host:path",
		"registry+nonsense",
		"git+https://:80x/r",
		"registry+sparse+https://h/",
		"registry+Sparse+https://h/",
		"path+https://h/r",
	};
	scoped_arena a = { 0 };
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		SourceId s;
		assert_false(source_parse(&a, str_from(texts[i]), &s));
	}
}

static void the_commit_is_not_compared(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	SourceId x = source_git(&a, STR("https://h/r.git"), GIT_BRANCH, STR("b"), STR("01"));
	SourceId y = source_git(&a, STR("https://h/r"), GIT_BRANCH, STR("b"), STR("02"));
	SourceId z = source_git(&a, STR("https://h/r"), GIT_TAG, STR("b"), STR("02"));
	assert_true(source_eq(&x, &y));
	assert_false(source_eq(&y, &z));
}

static void kinds_order_as_in_cargo(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const SourceId ordered[] = {
		source_path(STR("/z")),
		source_registry(&a, STR("https://z/i")),
		source_registry(&a, STR("sparse+https://y/")),
		source_git(&a, STR("https://x/r"), GIT_TAG, STR("z"), NO_STR),
		source_git(&a, STR("https://w/r"), GIT_BRANCH, STR("y"), NO_STR),
		source_git(&a, STR("https://a/r"), GIT_BRANCH, STR("z"), NO_STR),
		source_git(&a, STR("https://b/r"), GIT_BRANCH, STR("z"), NO_STR),
		source_git(&a, STR("https://a/r"), GIT_REV, STR("a"), NO_STR),
		source_git(&a, STR("https://a/r"), GIT_DEFAULT, NO_STR, NO_STR),
	};
	for (size_t i = 1; i < COUNT_OF(ordered); i++) {
		assert_true(source_compare(&ordered[i - 1], &ordered[i]) < 0);
		assert_true(source_compare(&ordered[i], &ordered[i - 1]) > 0);
	}
}

/* As cargo 1.77 and older wrote them. */
static void references_of_old_lock_files_are_not_encoded(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	static const char *const refs[][2] = {
		{ "a+b", "a+b" },     { "a#b", "a#b" },     { "a&b", "a&b" },
		{ "a%20b", "a%20b" }, { "a%2Bb", "a%2Bb" }, { "a$)b", "a$)b" },
		{ "a%b", "a%b" },     { "a/b=c", "a/b=c" }, { "a%24b", "a$b" },
	};
	for (size_t i = 0; i < COUNT_OF(refs); i++) {
		SourceId s;
		const Str text = arena_printf(&a, "git+https://h.org/r?tag=%s#0123abc", refs[i][0]);
		assert_true(source_parse(&a, text, &s));
		source_ref_as_written(&a, text, &s);
		assert_int_equal(s.ref_kind, GIT_TAG);
		assert_str(s.ref, refs[i][1]);
		assert_str(s.precise, "0123abc");
		assert_str(s.url, "https://h.org/r");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spellings_of_a_repository_are_one),
		cmocka_unit_test(a_host_is_a_domain),
		cmocka_unit_test(sparse_registries_keep_suffixes),
		cmocka_unit_test(crates_io_has_two_spellings),
		cmocka_unit_test(texts_survive_a_round_trip),
		cmocka_unit_test(git_references_are_decoded),
		cmocka_unit_test(other_texts_are_refused),
		cmocka_unit_test(references_of_old_lock_files_are_not_encoded),
		cmocka_unit_test(the_commit_is_not_compared),
		cmocka_unit_test(kinds_order_as_in_cargo),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
