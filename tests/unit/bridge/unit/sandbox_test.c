// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/sandbox.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static bool secret(const char *name, const char *value)
{
	return sandbox_is_secret(str_from(name), str_from(value));
}

static void names_tell(void **state)
{
	(void)state;
	static const char *const names[] = { "CARGO_REGISTRY_TOKEN",
		                             "CARGO_REGISTRIES_MY_TOKEN",
		                             "GITHUB_TOKEN",
		                             "AWS_SECRET_ACCESS_KEY",
		                             "AWS_ACCESS_KEY_ID",
		                             "PGPASSWORD",
		                             "MYSQL_PWD",
		                             "SSH_AUTH_SOCK",
		                             "https_proxy",
		                             "ALL_PROXY",
		                             "npm_config__auth",
		                             "githubtoken" };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_true(secret(names[i], "x"));
}

static void what_builds_need_stays(void **state)
{
	(void)state;
	static const char *const names[] = { "PATH",   "PWD",    "OLDPWD",  "CC",
		                             "CFLAGS", "KEYMAP", "AUTHOR",  "HOME",
		                             "LANG",   "MONKEY", "PASSAGE", "PKG_CONFIG_PATH" };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_false(secret(names[i], "/usr/bin:/bin"));
}

static void values_tell(void **state)
{
	(void)state;
	assert_true(secret("INDEX", "https://me:word@host/index"));
	assert_true(secret("INDEX", "sparse+https://me@host/"));
	assert_false(secret("INDEX", "https://host/a@b"));
	assert_false(secret("WHO", "me@host"));
	assert_false(secret("EMPTY", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_tell),
		cmocka_unit_test(what_builds_need_stays),
		cmocka_unit_test(values_tell),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
