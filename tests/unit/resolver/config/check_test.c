// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/config/check.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define LINKS "[target.x86_64-unknown-linux-gnu.z]\n"

/* What is said of it; empty: nothing. */
static Str said_of(Arena *a, const char *root, const char *text)
{
	char *said = NULL;
	size_t len;
	Diag diag = { .out = open_memstream(&said, &len) };
	char *env[] = { arena_cstr(a, arena_printf(a, "CARGO_HOME=%s/home", root)), NULL };
	const Str file = arena_printf(a, "%s/.cargo/config.toml", root);
	assert_true(fs_make_folders(arena_cstr(a, path_parent(file)), &diag));
	assert_true(fs_write(file.ptr, str_from(text), &diag));
	const Config *c =
		config_load(a, &diag, &(ConfigSources){ .cwd = str_from(root), .env = env });
	assert_non_null(c);
	const bool good = config_check(c) && config_check_links(c, STR("x86_64-unknown-linux-gnu"));
	fclose(diag.out);
	const Str kept = arena_str(a, str_from(said));
	free(said);
	assert_int_equal(good, kept.len == 0);
	return kept;
}

static void what_cargo_takes_is_taken(void **state)
{
	static const char *const texts[] = {
		"",
		"build.jobs = 4\n",
		"build.jobs = \"default\"\n",
		"build.jobs = -1\n",
		"build.warnings = \"deny\"\n",
		"term.progress = { when = \"always\", width = 80 }\n",
		"resolver.incompatible-rust-versions = \"fallback\"\n",
		LINKS
		"rustc-link-lib = [\"z\"]\nrustc-flags = \" -L /x -lz -l \\t y \"\nroot = \"/z\"\n",
		LINKS "[target.x86_64-unknown-linux-gnu.z.rustc-env]\nA = \"b\"\n",
		"[target.other]\nz = 1\n",
		"[target.x86_64-unknown-linux-gnu]\nar = 1\n",
	};
	(void)state;
	scoped_arena a = { 0 };
	char *root = test_folder(&a);
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		const Str said = said_of(&a, root, texts[i]);
		if (said.len)
			fail_msg("%s" STR_FMT, texts[i], STR_ARG(said));
	}
	fs_remove_tree(root, &(Diag){ 0 });
}

static void what_cargo_refuses_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "build.jobs = 0\n", "config.toml:1:14: error: `build.jobs` may not be 0" },
		{ "build.jobs = \"many\"\n", "is a string, not a number or `default`" },
		{ "build.jobs = 4294967296\n", "may not be 4294967296" },
		{ "build.pipelining = 1\n", "not true or false" },
		{ "build.build-dir = [\"a\"]\n", "is an array, not a string" },
		{ "build.target-dir = \"\"\n", "`build.target-dir` is set to an empty string" },
		{ "build.warnings = \"die\"\n", "unknown variant `die` for `build.warnings`" },
		{ "patch = 1\n", "`patch` in the configuration is an integer, not a table" },
		{ "registry.index = \"x\"\n", "config.toml:1:18: error: the `registry.index`" },
		{ "resolver.incompatible-rust-versions = \"x\"\n", "`allow`, `fallback`" },
		{ "term.progress.when = \"always\"\n", "requires a `width`" },
		{ "term.progress.width = -1\n",
		  "config.toml:1:23: error: `term.progress.width` in the configuration" },
		{ "term.unicode = \"yes\"\n", "not true or false" },
		{ "[target.x86_64-unknown-linux-gnu]\nz = 1\n",
		  "2:5: error: expected a table for `z`" },
		{ LINKS "rustc-link-lib = \"z\"\n", "expected a list" },
		{ LINKS "rustc-cfg = [1]\n", "expected a string" },
		{ LINKS "rustc-env = \"A=b\"\n", "expected a table" },
		{ LINKS "rustc-env.A = 1\n", "expected a string for `A`" },
		{ LINKS "rustc-flags = \"-O\"\n", "only `-l` and `-L` flags" },
		{ LINKS "rustc-flags = \"-lz -L\"\n", "only `-l` and `-L` flags" },
		{ LINKS "rerun-if-changed = \"x\"\n", "is not supported in build script" },
		{ LINKS "root = 1\n", "expected a string for `root`" },
	};
	(void)state;
	scoped_arena a = { 0 };
	char *root = test_folder(&a);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const Str said = said_of(&a, root, cases[i].text);
		if (!str_contains(said, str_from(cases[i].said)) ||
		    !str_contains(said, STR("help: ")))
			fail_msg("%s: wanted `%s`, said " STR_FMT, cases[i].text, cases[i].said,
			         STR_ARG(said));
	}
	fs_remove_tree(root, &(Diag){ 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cargo_takes_is_taken),
		cmocka_unit_test(what_cargo_refuses_is_refused_with_its_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
