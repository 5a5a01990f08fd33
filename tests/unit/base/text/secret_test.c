// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/secret.h"

#include "base/core/buf.h"
#include "base/messages/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* The flags of the mapping at `p`, as the kernel shows them: "dd" keeps it out of core dumps. */
static void find_flags(const void *p, char *out, size_t size)
{
	char line[512];
	bool here = false;
	FILE *maps = fopen("/proc/self/smaps", "re");
	assert_non_null(maps);
	while (fgets(line, sizeof line, maps)) {
		unsigned long from, to;
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			here = (unsigned long)p >= from && (unsigned long)p < to;
		else if (here && strncmp(line, "VmFlags:", 8) == 0)
			snprintf(out, size, "%s", line);
	}
	fclose(maps);
}

static void secrets_are_kept_out_of_core_dumps(void **state)
{
	(void)state;
	Secrets s = { 0 };
	char flags[512] = "";
	const Str kept = secret_keep(&s, STR("token"));
	assert_string_equal(kept.ptr, "token");
	find_flags(kept.ptr, flags, sizeof flags);
	assert_non_null(strstr(flags, " dd"));
	secrets_forget(&s);
	assert_null(s.pages);
	secrets_forget(&s);
}

static void long_secrets_have_room(void **state)
{
	(void)state;
	Secrets s = { 0 };
	scoped_buf text = { 0 };
	for (int i = 0; i < 10000; i++)
		buf_char(&text, (char)('a' + i % 26));
	const Str one = secret_keep(&s, buf_str(&text)), two = secret_keep(&s, STR(""));
	assert_true(str_eq(one, buf_str(&text)));
	assert_string_equal(two.ptr, "");
	secrets_forget(&s);
}

static void copies_are_wiped(void **state)
{
	(void)state;
	char text[] = "token";
	secret_wipe((Str){ text, 3 });
	assert_memory_equal(text, "\0\0\0en", 5);
	secret_wipe((Str){ 0 });
}

static void lines_that_set_tokens_are_secret(void **state)
{
	(void)state;
	static const char *const secret[] = { "token = \"x\"",
		                              "token=1",
		                              "registries.a.token = ",
		                              "\"token\" =",
		                              "a = { 'token' = 1 }",
		                              "secret-key=\"k\"",
		                              "\ttoken\t=" };
	static const char *const open[] = { "",           "token",
		                            "tokens = 1", "index = \"token\"",
		                            "# a token",  "credential-provider = \"cargo:token\"" };
	for (size_t i = 0; i < COUNT_OF(secret); i++)
		assert_true(diag_line_is_secret(str_from(secret[i])));
	for (size_t i = 0; i < COUNT_OF(open); i++)
		assert_false(diag_line_is_secret(str_from(open[i])));
}

static void assert_masked(const char *text, const char *masked)
{
	scoped_arena a = { 0 };
	const Str got = secret_masked(&a, str_from(text));
	assert_true(str_eq(got, str_from(masked)));
}

static void addresses_are_shown_without_their_users(void **state)
{
	(void)state;
	assert_masked("cannot fetch `https://me:pw@h/r?x@y`: no",
	              "cannot fetch `https://h/r?x@y`: no");
	assert_masked("http://token@h:80/ and git+https://a:b@c", "http://h:80/ and git+https://c");
	assert_masked("ssh://git:pw@h/r git+ssh://git@h", "ssh://git@h/r git+ssh://git@h");
	assert_masked("https://me:p@ss@h/", "https://h/");
	assert_masked("https://h/@scope a://", "https://h/@scope a://");
	assert_masked("://@", "://");
	assert_masked("", "");
}

static void what_speaks_of_secrets_is_known_by_its_words(void **state)
{
	(void)state;
	static const char *const secret[] = {
		"[registries.x]\na = 1",
		"[registry]",
		"registry.a = 1",
		"a.tokn = 1",
		"TOKENS=x",
		"my-Secret = 1",
		"http.proxy = 'x'",
		"[env]",
		"password",
		"x = 'https://a@b'",
		"CARGO_REGISTRIES_A_B",
	};
	static const char *const open[] = { "[build]\njobs = 2", "registry = 'https://x'",
		                            "tokio = 1", "[source.x]\nreplace-with = 'y'" };
	for (size_t i = 0; i < COUNT_OF(secret); i++)
		assert_true(secret_may_be_in(str_from(secret[i])));
	for (size_t i = 0; i < COUNT_OF(open); i++)
		assert_false(secret_may_be_in(str_from(open[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(secrets_are_kept_out_of_core_dumps),
		cmocka_unit_test(long_secrets_have_room),
		cmocka_unit_test(copies_are_wiped),
		cmocka_unit_test(lines_that_set_tokens_are_secret),
		cmocka_unit_test(addresses_are_shown_without_their_users),
		cmocka_unit_test(what_speaks_of_secrets_is_known_by_its_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
