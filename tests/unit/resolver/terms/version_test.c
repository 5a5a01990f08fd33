// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/version.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static Version version(const char *text)
{
	Version v;
	const char *why = NULL;
	if (!version_parse(str_from(text), &v, &why))
		fail_msg("`%s`: %s", text, why);
	return v;
}

static bool matches(const char *req, const char *text)
{
	scoped_arena a = { 0 };
	VersionReq r;
	const char *why = NULL;
	if (!version_req_parse(str_from(req), &a, &r, &why))
		fail_msg("`%s`: %s", req, why);
	const Version v = version(text);
	return version_req_matches(&r, &v);
}

static void assert_refused(const char *text, const char *because)
{
	Version v;
	const char *why = NULL;
	if (version_parse(str_from(text), &v, &why))
		fail_msg("`%s` is accepted", text);
	assert_string_equal(why, because);
}

static void assert_req_refused(const char *text, const char *because)
{
	scoped_arena a = { 0 };
	VersionReq r;
	const char *why = NULL;
	if (version_req_parse(str_from(text), &a, &r, &why))
		fail_msg("`%s` is accepted", text);
	assert_string_equal(why, because);
}

static void a_version_is_taken_apart(void **state)
{
	(void)state;
	const Version v = version("1.22.333-rc.1+build.05");
	assert_int_equal(v.major, 1);
	assert_int_equal(v.minor, 22);
	assert_int_equal(v.patch, 333);
	assert_true(str_eq(v.pre, STR("rc.1")));
	assert_true(str_eq(v.build, STR("build.05")));
	assert_true(str_eq(v.text, STR("1.22.333-rc.1+build.05")));
	assert_int_equal(version("1.0.0").pre.len, 0);
	assert_true(version("18446744073709551615.0.0").major == UINT64_MAX);
	assert_true(str_eq(version("1.0.0--0A.-").pre, STR("-0A.-")));
	assert_true(str_eq(version("1.0.0+-").build, STR("-")));
}

static void wrong_versions_say_what_is_wrong(void **state)
{
	(void)state;
	assert_refused("", "empty string, expected a semver version");
	assert_refused("1", "unexpected end of input while parsing major version number");
	assert_refused("1.2", "unexpected end of input while parsing minor version number");
	assert_refused("1.2.", "unexpected end of input while parsing patch version number");
	assert_refused("1.q.r", "unexpected character while parsing minor version number");
	assert_refused("1a.2.3", "unexpected character after major version number");
	assert_refused("1.2.3 ", "unexpected character after patch version number");
	assert_refused(" 1.2.3", "unexpected character while parsing major version number");
	assert_refused("1.2.3.4", "unexpected character after patch version number");
	assert_refused("01.2.3", "invalid leading zero in major version number");
	assert_refused("1.2.3-01", "invalid leading zero in pre-release identifier");
	assert_refused("1.2.3-", "empty identifier segment in pre-release identifier");
	assert_refused("1.2.3-a..b", "empty identifier segment in pre-release identifier");
	assert_refused("1.2.3-a.", "empty identifier segment in pre-release identifier");
	assert_refused("1.2.3+", "empty identifier segment in build metadata");
	assert_refused("1.2.3-a_b", "unexpected character after pre-release identifier");
	assert_refused("1.2.3+a+b", "unexpected character after build metadata");
	assert_refused("18446744073709551616.0.0", "value of major version number exceeds 64 bits");
}

/* Each comes before the next. */
static void versions_are_ordered_as_semver_says(void **state)
{
	(void)state;
	static const char *const order[] = {
		"0.0.0-0",    "0.0.0",        "0.1.0",         "1.0.0-0",
		"1.0.0-1",    "1.0.0-9",      "1.0.0-10",      "1.0.0-18446744073709551617",
		"1.0.0--",    "1.0.0-alpha",  "1.0.0-alpha.1", "1.0.0-alpha.beta",
		"1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
		"1.0.0",      "1.0.0+0",      "1.0.0+00",      "1.0.0+1",
		"1.0.0+01",   "1.0.0+2",      "1.0.0+10",      "1.0.0+10.0",
		"1.0.0+a",    "1.0.1",        "1.1.0",         "2.0.0",
		"10.0.0",
	};
	for (size_t i = 0; i < COUNT_OF(order); i++)
		for (size_t j = 0; j < COUNT_OF(order); j++) {
			const Version a = version(order[i]), b = version(order[j]);
			const int got = version_compare(&a, &b), want = (i > j) - (i < j);
			if ((got > 0) - (got < 0) != want)
				fail_msg("%s and %s: %d", order[i], order[j], got);
			assert_int_equal(version_eq(&a, &b), i == j);
		}
}

typedef struct MatchCase {
	const char *req, *yes, *no; /* versions with spaces between */
} MatchCase;

/* Checked against the semver crate. */
static const MatchCase match_cases[] = {
	{ "*", "0.0.0 1.2.3 99.0.0+x", "1.0.0-rc.1" },
	{ "x", "1.0.0", "1.0.0-0" },
	{ " X ", "1.0.0", "1.0.0-0" },
	{ "1", "1.0.0 1.9.9", "0.9.9 2.0.0 1.0.0-rc.1 2.0.0-0" },
	{ "1.2.3", "1.2.3 1.2.4 1.3.0", "1.2.2 2.0.0 1.2.3-rc.1 1.2.4-rc.1" },
	{ "^1.2", "1.2.0 1.9.0", "1.1.9 2.0.0" },
	{ "^0.2.3", "0.2.3 0.2.9", "0.2.2 0.3.0 1.2.3" },
	{ "0.0.3", "0.0.3 0.0.3+b", "0.0.2 0.0.4" },
	{ "0.0", "0.0.0 0.0.9", "0.1.0" },
	{ "0", "0.0.0 0.9.0", "1.0.0" },
	{ "^1.0.0-alpha", "1.0.0-alpha 1.0.0-beta 1.0.0 1.2.0", "1.1.0-alpha 1.0.0-0 2.0.0-a" },
	{ "0.1.0-a", "0.1.0-b 0.1.5", "0.1.5-b 0.2.0" },
	{ "0.0.1-a", "0.0.1-a 0.0.1", "0.0.2 0.0.1-0" },
	{ "~1.2.3", "1.2.3 1.2.9", "1.2.2 1.3.0" },
	{ "~1.2", "1.2.0 1.2.9", "1.1.9 1.3.0" },
	{ "~1", "1.0.0 1.9.0", "0.9.9 2.0.0" },
	{ "~1.2.3-b", "1.2.3-b 1.2.3-c 1.2.3 1.2.4", "1.2.3-a 1.2.4-c" },
	{ "=1.2.3", "1.2.3 1.2.3+b", "1.2.4 1.2.3-rc" },
	{ "=1.2", "1.2.0 1.2.9", "1.3.0" },
	{ "= 1", "1.0.0 1.9.9", "2.0.0" },
	{ "=1.2.3-rc", "1.2.3-rc", "1.2.3 1.2.3-rd" },
	{ "1.*", "1.0.0 1.9.9", "2.0.0 1.0.0-a" },
	{ "1.x.X", "1.0.0 1.9.9", "2.0.0" },
	{ "1.2.*", "1.2.0 1.2.9", "1.3.0" },
	{ "0.*", "0.0.0 0.9.0", "1.0.0" },
	{ "^1.*", "1.0.0 1.9.9", "2.0.0" },
	{ "~1.2.*", "1.2.0 1.2.9", "1.3.0" },
	{ ">=1.*", "1.0.0 2.0.0", "0.9.0" },
	{ ">1.*", "2.0.0", "1.9.0" },
	{ ">1", "2.0.0", "1.0.0 1.9.9" },
	{ ">1.2", "1.3.0 2.0.0", "1.2.0 1.2.9" },
	{ ">1.2.3", "1.2.4", "1.2.3 1.2.3-a" },
	{ ">1.2.3-a", "1.2.3-b 1.2.3 1.2.4", "1.2.3-a 1.2.4-a" },
	{ ">=1", "1.0.0 2.0.0", "0.9.9" },
	{ ">=1.2", "1.2.0", "1.1.9" },
	{ ">=1.2.3-a", "1.2.3-a 1.2.3", "1.2.3-0 1.3.0-b" },
	{ "<1", "0.9.9", "1.0.0 1.0.0-a" },
	{ "<1.2", "1.1.9 0.5.0", "1.2.0" },
	{ "<1.2.3", "1.2.2", "1.2.3 1.2.3-a" },
	{ "<1.2.3-b", "1.2.3-a 1.2.2", "1.2.3-b 1.2.3" },
	{ "<=1", "1.9.9 0.1.0", "2.0.0" },
	{ "<=1.2", "1.2.9", "1.3.0" },
	{ "<=1.2.3", "1.2.3", "1.2.4" },
	{ ">=1.0, <2.0", "1.0.0 1.9.9", "0.9.9 2.0.0" },
	{ ">= 1.0 ,<2.0", "1.5.0", "2.0.0" },
	{ "  >=  1.0 ,  <  2.0  ", "1.5.0", "2.0.0" },
	{ ">=1.2.3-a, <2", "1.2.3-b 1.9.0", "1.3.0-b 2.0.0" },
	{ "1.0.0+meta", "1.0.0 1.0.0+other 1.1.0", "2.0.0" },
	{ "1.2.3, 1.3", "1.3.0", "1.2.3" },
};

static void check_matches(const char *req, const char *versions, bool want)
{
	scoped_arena a = { 0 };
	Str rest = str_from(versions), piece;
	while (str_next(&rest, ' ', &piece))
		if (matches(req, arena_cstr(&a, piece)) != want)
			fail_msg("`%s` and `" STR_FMT "`: should be %d", req, STR_ARG(piece), want);
}

static void requirements_match_what_cargo_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(match_cases); i++) {
		check_matches(match_cases[i].req, match_cases[i].yes, true);
		check_matches(match_cases[i].req, match_cases[i].no, false);
	}
}

static void without_requirement_pre_releases_match(void **state)
{
	(void)state;
	const VersionReq any = { .any = true };
	const Version v = version("1.0.0-rc.1");
	assert_true(version_req_matches(&any, &v));
}

static void wrong_requirements_say_what_is_wrong(void **state)
{
	(void)state;
	static const char lone[] = "a wildcard must be the only comparator in the version req";
	static const char after[] = "unexpected character after wildcard in version req";
	assert_req_refused("", "unexpected end of input while parsing major version number");
	assert_req_refused("a", "unexpected character while parsing major version number");
	assert_req_refused("1.0 2.0", "expected comma after minor version number");
	assert_req_refused("1.0\t", "expected comma after minor version number");
	assert_req_refused("\t1.0", "unexpected character while parsing major version number");
	assert_req_refused("1.0,", "unexpected end of input while parsing major version number");
	assert_req_refused(">", "unexpected end of input while parsing major version number");
	assert_req_refused("=>1", "unexpected character while parsing major version number");
	assert_req_refused("1.02", "invalid leading zero in minor version number");
	assert_req_refused("1.2-a", "expected comma after minor version number");
	assert_req_refused("1.2.3-", "empty identifier segment in pre-release identifier");
	assert_req_refused("*, 1", lone);
	assert_req_refused("1, *", lone);
	assert_req_refused("1, x , 2", lone);
	assert_req_refused("*.1", after);
	assert_req_refused("* 1", after);
	assert_req_refused("1.*.2", after);
	assert_req_refused("=*", "unexpected character while parsing major version number");
	assert_req_refused("1.2.3.4", "expected comma after patch version number");
	assert_req_refused("1.18446744073709551616",
	                   "value of minor version number exceeds 64 bits");
}

static void at_most_32_comparators_are_taken(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	char text[33 * 3] = "";
	for (int i = 0; i < 32; i++)
		strcat(text, i ? ",>0" : ">0");
	VersionReq r;
	const char *why = NULL;
	assert_true(version_req_parse(str_from(text), &a, &r, &why));
	assert_int_equal(r.count, 32);
	strcat(text, ",1");
	assert_req_refused(text, "excessive number of version comparators");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_version_is_taken_apart),
		cmocka_unit_test(wrong_versions_say_what_is_wrong),
		cmocka_unit_test(versions_are_ordered_as_semver_says),
		cmocka_unit_test(requirements_match_what_cargo_says),
		cmocka_unit_test(without_requirement_pre_releases_match),
		cmocka_unit_test(wrong_requirements_say_what_is_wrong),
		cmocka_unit_test(at_most_32_comparators_are_taken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
