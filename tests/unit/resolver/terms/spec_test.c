// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/spec.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static bool matches(const char *text, const char *name, const char *version, const char *source)
{
	scoped_arena a = { 0 };
	PackageSpec spec;
	Version v;
	SourceId s;
	const char *why = NULL;
	if (!spec_parse(str_from(text), &a, &spec, &why)) {
		fail_msg("%s: %s", text, why);
		return false;
	}
	assert_true(version_parse(str_from(version), &v, &why));
	assert_true(source_parse(&a, str_from(source), &s));
	return spec_matches(&spec, str_from(name), &v, &s);
}

#define CRATES "registry+https://github.com/rust-lang/crates.io-index"

static void names_and_partial_versions_match(void **state)
{
	(void)state;
	assert_true(matches("foo", "foo", "1.2.3", CRATES));
	assert_false(matches("foo", "bar", "1.2.3", CRATES));
	assert_true(matches("foo@1", "foo", "1.2.3", CRATES));
	assert_true(matches("foo:1.2", "foo", "1.2.3", CRATES));
	assert_true(matches("foo@1.2.3", "foo", "1.2.3", CRATES));
	assert_false(matches("foo@1.2.4", "foo", "1.2.3", CRATES));
	assert_false(matches("foo@2", "foo", "1.2.3", CRATES));
}

static void pre_releases_and_builds_must_be_written(void **state)
{
	(void)state;
	assert_false(matches("foo@1.2.3", "foo", "1.2.3-rc.1", CRATES));
	assert_true(matches("foo@1.2.3-rc.1", "foo", "1.2.3-rc.1", CRATES));
	assert_false(matches("foo@1", "foo", "1.2.3-rc.1", CRATES));
	assert_true(matches("foo", "foo", "1.2.3-rc.1", CRATES));
	assert_true(matches("foo@1.2.3", "foo", "1.2.3+b", CRATES));
	assert_true(matches("foo@1.2.3+b", "foo", "1.2.3+b", CRATES));
	assert_false(matches("foo@1.2.3+c", "foo", "1.2.3+b", CRATES));
}

static void urls_name_sources(void **state)
{
	(void)state;
	assert_true(matches("https://github.com/rust-lang/crates.io-index#foo@1.2", "foo", "1.2.3",
	                    CRATES));
	assert_true(matches("registry+https://github.com/rust-lang/crates.io-index#foo", "foo",
	                    "1.2.3", CRATES));
	assert_false(matches("git+https://github.com/rust-lang/crates.io-index#foo", "foo", "1.2.3",
	                     CRATES));
	assert_true(
		matches("https://h.org/foo", "foo", "1.2.3", "git+https://h.org/foo?branch=b#0"));
	assert_true(matches("https://h.org/foo#1.2.3", "foo", "1.2.3", "git+https://h.org/foo#0"));
	assert_true(matches("git+https://h.org/r?branch=b#foo@1.2.3", "foo", "1.2.3",
	                    "git+https://h.org/r?branch=b#0"));
	assert_false(matches("git+https://h.org/r#foo@1.2.3", "foo", "1.2.3",
	                     "git+https://h.org/r?branch=b#0"));
	assert_false(matches("https://h.org/r.git#foo", "foo", "1.2.3", "git+https://h.org/r#0"));
	assert_true(
		matches("sparse+https://h.org/i/#foo", "foo", "1.2.3", "sparse+https://h.org/i/"));
}

static void file_urls_name_folders(void **state)
{
	(void)state;
	assert_true(matches("path+file:///srv/foo#0.1.0", "foo", "0.1.0", "path+file:///srv/foo"));
	assert_true(matches("file:///srv/a%20b#foo", "foo", "0.1.0", "path+file:///srv/a%20b"));
	assert_false(matches("file:///srv/bar", "bar", "0.1.0", "path+file:///srv/foo"));
}

static void other_texts_are_refused(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",
		"1foo",
		"foo@",
		"foo@^1",
		"foo@1.*",
		"foo@>=1",
		"foo@1,2",
		"foo@1.2-rc",
		"a/b",
		"../a",
		"-x",
		"foo bar",
		"foo:::1.0.0",
		"https://h.org",
		"https://h.org/foo?x=y",
		"https://h.org/foo#",
		"svn+https://h.org/foo",
		"path+https://h.org/foo",
		"sparse+https://h.org/foo?x",
	};
	scoped_arena a = { 0 };
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		PackageSpec spec;
		const char *why = NULL;
		if (spec_parse(str_from(texts[i]), &a, &spec, &why))
			fail_msg("`%s` was accepted", texts[i]);
		assert_non_null(why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_partial_versions_match),
		cmocka_unit_test(pre_releases_and_builds_must_be_written),
		cmocka_unit_test(urls_name_sources),
		cmocka_unit_test(file_urls_name_folders),
		cmocka_unit_test(other_texts_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
