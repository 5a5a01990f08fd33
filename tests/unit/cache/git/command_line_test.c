// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/git/command_line.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <sys/stat.h>

/* What a program `git` is given when it is to fetch: one that notes it down stands for it. */
typedef struct Given {
	Arena arena;
	Str folder, words, variables;
} Given;

static void give(Given *g, const char *url, bool own_ssh, const char *const *more)
{
	Diag diag = { 0 };
	Arena *a = &g->arena;
	g->folder = str_from(test_folder(a));
	const char *const program = path_join(a, g->folder, STR("git")).ptr;
	const Str text = arena_printf(a,
	                              "#!/bin/sh\nprintf '%%s\\n' \"$@\" >%s/words\n"
	                              "/usr/bin/env >%s/variables\n",
	                              g->folder.ptr, g->folder.ptr);
	assert_true(fs_write(program, text, &diag) && chmod(program, 0700) == 0);
	char *env[16] = { arena_cstr(a, arena_printf(a, "PATH=%s", g->folder.ptr)) };
	for (size_t i = 0; more && more[i]; i++)
		env[i + 1] = arena_cstr(a, str_from(more[i]));
	const GitFetch what = { .url = url, .own_ssh = own_ssh };
	scoped_buf why = { 0 };
	assert_int_equal(gitcli_fetch(g->folder.ptr, &what, env, &why), GIT_FETCHED);
	assert_true(fs_read(path_join(a, g->folder, STR("words")).ptr, a, &diag, &g->words));
	assert_true(
		fs_read(path_join(a, g->folder, STR("variables")).ptr, a, &diag, &g->variables));
}

static void forget(Given *g)
{
	Diag diag = { 0 };
	fs_remove_tree(g->folder.ptr, &diag);
	arena_free(&g->arena);
}
#define scoped_given with_cleanup(forget) Given

static bool is_set(const Given *g, const char *setting)
{
	Str rest = g->variables, line;
	while (str_next(&rest, '\n', &line))
		if (str_eq(line, str_from(setting)))
			return true;
	return false;
}

static bool has_word(const Given *g, const char *word)
{
	Str rest = g->words, line;
	while (str_next(&rest, '\n', &line))
		if (str_eq(line, str_from(word)))
			return true;
	return false;
}

static void nobody_is_asked(void **state)
{
	(void)state;
	static const char *const users[] = { "GIT_ASKPASS=/bin/ask", "SSH_ASKPASS=/bin/ask",
		                             "SSH_ASKPASS_REQUIRE=force", "GIT_TERMINAL_PROMPT=1",
		                             NULL };
	scoped_given g = { 0 };
	give(&g, "https://h.invalid/r", false, users);
	assert_false(str_contains(g.variables, STR("/bin/ask")));
	assert_true(is_set(&g, "GIT_ASKPASS="));
	assert_true(is_set(&g, "SSH_ASKPASS="));
	assert_true(is_set(&g, "SSH_ASKPASS_REQUIRE=never"));
	assert_true(is_set(&g, "GIT_TERMINAL_PROMPT=0"));
	assert_true(is_set(&g, "GIT_SSH_COMMAND=ssh -oBatchMode=yes"));
}

static void an_ssh_command_of_the_user_is_kept(void **state)
{
	(void)state;
	static const char *const users[] = { "GIT_SSH_COMMAND=ssh -i key", NULL };
	scoped_given by_variable = { 0 }, by_setting = { 0 };
	give(&by_variable, "ssh://git@h.invalid/r", false, users);
	assert_true(is_set(&by_variable, "GIT_SSH_COMMAND=ssh -i key"));
	give(&by_setting, "ssh://git@h.invalid/r", true, NULL);
	assert_false(str_contains(by_setting.variables, STR("GIT_SSH_COMMAND")));
}

static void passwords_are_no_arguments(void **state)
{
	(void)state;
	scoped_given g = { 0 };
	give(&g, "https://me%40work:s3cret%21@h.invalid:8443/r?q", false, NULL);
	assert_true(has_word(&g, "https://h.invalid:8443/r?q"));
	assert_false(str_contains(g.words, STR("s3cret")));
	assert_false(str_contains(g.words, STR("work")));
	assert_true(is_set(&g, "GIT_CONFIG_KEY_0=credential.https://h.invalid:8443.username"));
	assert_true(is_set(&g, "GIT_CONFIG_VALUE_0=me@work"));
	assert_true(is_set(&g, "L4CARGO_GIT_PASSWORD=s3cret!"));
	assert_true(is_set(&g, "GIT_CONFIG_COUNT=3"));
}

static void a_user_alone_may_be_a_token(void **state)
{
	(void)state;
	scoped_given g = { 0 };
	give(&g, "https://t0ken@h.invalid/r", false, NULL);
	assert_true(has_word(&g, "https://h.invalid/r"));
	assert_true(is_set(&g, "GIT_CONFIG_VALUE_0=t0ken"));
	assert_true(is_set(&g, "GIT_CONFIG_COUNT=1"));
	assert_false(str_contains(g.variables, STR("L4CARGO_GIT_PASSWORD")));
}

static void ssh_needs_its_user(void **state)
{
	(void)state;
	scoped_given g = { 0 };
	give(&g, "ssh://git:s3cret@h.invalid/r", false, NULL);
	assert_true(has_word(&g, "ssh://git@h.invalid/r"));
}

static void lines_in_passwords_are_not_passed_on(void **state)
{
	(void)state;
	scoped_given g = { 0 };
	give(&g, "https://me:x%0ahost=evil@h.invalid/r", false, NULL);
	assert_true(is_set(&g, "GIT_CONFIG_COUNT=0"));
}

static void settings_of_the_environment_are_kept(void **state)
{
	(void)state;
	static const char *const users[] = { "GIT_CONFIG_COUNT=1",
		                             "GIT_CONFIG_KEY_0=http.sslVerify",
		                             "GIT_CONFIG_VALUE_0=false", NULL };
	scoped_given g = { 0 };
	give(&g, "https://me@h.invalid/r", false, users);
	assert_true(is_set(&g, "GIT_CONFIG_COUNT=2"));
	assert_true(is_set(&g, "GIT_CONFIG_KEY_0=http.sslVerify"));
	assert_true(is_set(&g, "GIT_CONFIG_VALUE_1=me"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_is_asked),
		cmocka_unit_test(an_ssh_command_of_the_user_is_kept),
		cmocka_unit_test(passwords_are_no_arguments),
		cmocka_unit_test(a_user_alone_may_be_a_token),
		cmocka_unit_test(ssh_needs_its_user),
		cmocka_unit_test(lines_in_passwords_are_not_passed_on),
		cmocka_unit_test(settings_of_the_environment_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
