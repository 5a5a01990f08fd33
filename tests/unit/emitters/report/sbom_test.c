// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/sbom.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void is_purl(const char *source, const char *wanted)
{
	scoped_arena a = { 0 };
	const Package p = { .name = STR("x_y"), .version = { .text = STR("1.0.0-rc.1+a") } };
	SourceId s;
	assert_true(source_parse(&a, str_from(source), &s));
	const Str purl = sbom_purl(&a, &p, &s, STR("/ws"));
	assert_string_equal(arena_cstr(&a, purl), wanted);
}

#define X "pkg:cargo/x_y@1.0.0-rc.1%2Ba"

static void purls_say_where_from(void **state)
{
	(void)state;
	is_purl("registry+https://github.com/rust-lang/crates.io-index", X);
	is_purl("registry+https://example.com/index",
	        X "?repository_url=https://example.com/index");
	is_purl("sparse+https://example.com:81/i/",
	        X "?repository_url=sparse%2Bhttps://example.com:81/i/");
	is_purl("git+https://example.com/r.git?tag=v1#abc",
	        X "?vcs_url=git%2Bhttps://example.com/r.git%40abc");
	is_purl("path+file:///ws", X "?download_url=file://.");
	is_purl("path+file:///ws/part", X "?download_url=file://./part");
	is_purl("path+file:///else/w", X "?download_url=file://../else/w");
}

static void secrets_stay_out(void **state)
{
	(void)state;
	is_purl("git+https://token@example.com/r#abc",
	        X "?vcs_url=git%2Bhttps://example.com/r%40abc");
	is_purl("git+ssh://git:secret@example.com/r#abc",
	        X "?vcs_url=git%2Bssh://git%40example.com/r%40abc");
	is_purl("sparse+https://user:secret@example.com/i/",
	        X "?repository_url=sparse%2Bhttps://example.com/i/");
	is_purl("git+https://example.com/a@b#abc",
	        X "?vcs_url=git%2Bhttps://example.com/a%40b%40abc");
}

static void urls_are_looked_at(void **state)
{
	(void)state;
	assert_true(sbom_is_url(STR("https://example.com/a?b=c#d")));
	assert_true(sbom_is_url(STR("https://example.com/a?b=c")));
	assert_true(sbom_is_url(STR("http://e")));
	static const char *const bad[] = { "",
		                           "https://",
		                           "https:///x",
		                           "ftp://x",
		                           "https://a b",
		                           "https://a\"b",
		                           "https://a\nb",
		                           "x",
		                           "https://\xc3\xa4" };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(sbom_is_url(str_from(bad[i])));
}

static void uuids_follow_from_the_text(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	assert_string_equal(sbom_uuid(&a, STR("")).ptr, "e3b0c442-98fc-8c14-9afb-f4c8996fb924");
	assert_string_equal(sbom_uuid(&a, STR("abc")).ptr, "ba7816bf-8f01-8fea-8141-40de5dae2223");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(purls_say_where_from),
		cmocka_unit_test(secrets_stay_out),
		cmocka_unit_test(urls_are_looked_at),
		cmocka_unit_test(uuids_follow_from_the_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
