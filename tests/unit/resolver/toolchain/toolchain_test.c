// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/toolchain/toolchain.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct World { /* a folder with a compiler that is a script and writes down its calls */
	Scratch in;
	char *env[10];
	Str cache;
} World;

static const char compiler[] =
	"#!/bin/sh\n"
	"echo \"$*\" >>ROOT/calls\n"
	"case \"$*\" in\n"
	"-vV) printf 'rustc 1.80.0\\nhost: x86_64-test-linux\\nrelease: 1.80.0-nightly\\n'; "
	"exit;;\n"
	"*' --target nope '*) echo 'error: could not find specification for target \"nope\"' >&2; "
	"exit 1;;\n"
	"*-Cwrong*) echo 'error: unknown codegen option: `wrong`' >&2; exit 1;;\n"
	"esac\n"
	"echo ___; echo lib___.rlib\n"
	"case \"$*\" in\n"
	"*none*) echo 'warning: dropping unsupported crate type `dylib` for x' >&2;\n"
	"  echo 'warning: dropping unsupported crate type `cdylib` for x' >&2; echo lib___.a;\n"
	"  echo 'warning: dropping unsupported crate type `proc-macro` for x' >&2;;\n"
	"*) echo lib___.so; echo lib___.so; echo lib___.a; echo lib___.so;;\n"
	"esac\n"
	"echo ROOT/root; echo off; echo packed; echo ___; echo proc_macro; echo 'target_os=\"t\"'\n"
	"case \"$*\" in *none*) ;; *) echo unix;; esac\n"
	"case \"$*\" in *--cfg=a*) echo a;; esac\n";

/* Answers as `bin/older` does, but is of 1.96. */
static const char newer_compiler[] =
	"#!/bin/sh\n"
	"ROOT/bin/older \"$@\" | sed 's/^release: .*/release: 1.96.0/'\n";

/* A script in which ROOT is our folder. */
static void script(World *w, const char *path, const char *text)
{
	Str all = STR("");
	for (const char *root; (root = strstr(text, "ROOT")); text = root + 4)
		all = arena_printf(&w->in.arena, STR_FMT STR_FMT "%s", STR_ARG(all),
		                   STR_ARG(((Str){ text, (size_t)(root - text) })),
		                   w->in.folder.ptr);
	all = arena_printf(&w->in.arena, STR_FMT "%s", STR_ARG(all), text);
	scratch_write(&w->in, path, arena_cstr(&w->in.arena, all));
	assert_int_equal(chmod(scratch_path(&w->in, path), 0755), 0);
}

static void set_env(World *w, size_t slot, const char *text)
{
	w->env[slot] = arena_cstr(&w->in.arena, str_from(text));
}

static int open_world(void **state)
{
	World *w = calloc(1, sizeof(*w));
	scratch_open(&w->in);
	w->cache = str_from(scratch_path(&w->in, "cache"));
	set_env(w, 0,
	        arena_printf(&w->in.arena, "PATH=%s/bin:/usr/bin:/bin", w->in.folder.ptr).ptr);
	set_env(w, 1, arena_printf(&w->in.arena, "CARGO_HOME=%s/home", w->in.folder.ptr).ptr);
	set_env(w, 2, arena_printf(&w->in.arena, "HOME=%s", w->in.folder.ptr).ptr);
	script(w, "bin/rustc", compiler);
	scratch_write(&w->in, "project/Cargo.toml", "");
	*state = w;
	return 0;
}

static int close_world(void **state)
{
	World *w = *state;
	scratch_close(&w->in);
	free(w);
	return 0;
}

static const Toolchain *open_for(World *w, const char *const *targets)
{
	const Config *c =
		config_load(&w->in.arena, &w->in.diag,
	                    &(ConfigSources){ .cwd = str_from(scratch_path(&w->in, "project")),
	                                      .env = w->env });
	assert_non_null(c);
	return toolchain_open(c,
	                      &(ToolchainRequest){ .targets = targets, .cache_folder = w->cache });
}

static const Toolchain *open_one(World *w, const char *target)
{
	const char *targets[] = { target, NULL };
	const Toolchain *t = open_for(w, targets);
	assert_non_null(t);
	return t;
}

/* How often a compiler was started since this was asked last. */
static size_t calls(World *w)
{
	Str text = { 0 }, line;
	size_t n = 0;
	if (!fs_read_quietly(scratch_path(&w->in, "calls"), &w->in.arena, &text))
		return 0;
	while (text.len && str_next(&text, '\n', &line))
		n++;
	remove(scratch_path(&w->in, "calls"));
	return n;
}

static const char *words(World *w, StrList list)
{
	Str all = STR("");
	for (size_t i = 0; i < list.count; i++)
		all = arena_printf(&w->in.arena, STR_FMT "%s" STR_FMT, STR_ARG(all), i ? "|" : "",
		                   STR_ARG(list.items[i]));
	return arena_cstr(&w->in.arena, all);
}

static void assert_says(World *w, const char *part)
{
	fflush(w->in.diag.out);
	if (!w->in.said || !strstr(w->in.said, part))
		print_error("said: %s\n", w->in.said ? w->in.said : "nothing");
	assert_non_null(strstr(w->in.said, part));
}

static void rustc_tells_all(void **state)
{
	World *w = *state;
	const Toolchain *t = open_one(w, NULL);
	assert_string_equal(arena_cstr(&w->in.arena, t->rustc), scratch_path(&w->in, "bin/rustc"));
	assert_true(str_eq(t->host, STR("x86_64-test-linux")));
	assert_true(t->version.minor == 80 && str_eq(t->version.pre, STR("nightly")));
	assert_string_equal(arena_cstr(&w->in.arena, t->sysroot), scratch_path(&w->in, "root"));
	assert_int_equal(t->target_count, 0);
	assert_string_equal(words(w, t->host_info.split_debuginfo), "off|packed");
	assert_int_equal(t->host_info.cfg.count, 2); /* without proc_macro */
	assert_true(str_eq(t->host_info.outputs[1].suffix, STR(".rlib")));
}

static void answers_are_kept(void **state)
{
	World *w = *state;
	open_one(w, "other");
	assert_int_equal(calls(w), 3);
	open_one(w, "other");
	assert_int_equal(calls(w), 0);
	script(w, "bin/rustc", compiler); /* an update */
	open_one(w, "other");
	assert_int_equal(calls(w), 3);
	w->cache = STR("");
	open_one(w, "other");
	assert_int_equal(calls(w), 3);
}

static void damaged_answers_are_asked_again(void **state)
{
	World *w = *state;
	open_one(w, NULL);
	FsEntry *files;
	size_t count, asked = calls(w);
	assert_true(fs_list(w->cache.ptr, &w->in.arena, &files, &count));
	assert_int_equal(count, asked);
	for (size_t i = 0; i < count; i++) {
		const Str path = path_join(&w->in.arena, w->cache, files[i].name);
		Str text;
		assert_true(fs_read(path.ptr, &w->in.arena, &w->in.diag, &text));
		char *changed = arena_cstr(&w->in.arena, text);
		changed[text.len - 3] ^= 1;
		assert_true(fs_write(path.ptr, (Str){ changed, text.len - i % 2 }, &w->in.diag));
	}
	open_one(w, NULL);
	assert_int_equal(calls(w), asked);
	open_one(w, NULL);
	assert_int_equal(calls(w), 0);
}

static void what_changes_answers_is_asked_anew(void **state)
{
	World *w = *state;
	static const char *const changes[] = { "RUSTC_BOOTSTRAP=1", "RUSTFLAGS=--cfg=a" };
	open_one(w, NULL);
	calls(w);
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		set_env(w, 3, changes[i]);
		open_one(w, NULL);
		assert_true(calls(w) > 0);
	}
	scratch_write(&w->in, "project/.cargo/config.toml", "env.X = 'y'\n");
	open_one(w, NULL);
	assert_true(calls(w) > 0);
}

static void flags_are_not_for_the_host_with_a_target(void **state)
{
	World *w = *state;
	set_env(w, 3, "RUSTFLAGS= --cfg=a  -Cx ");
	assert_string_equal(words(w, open_one(w, NULL)->host_info.rustflags), "--cfg=a|-Cx");
	script(w, "bin/older", compiler);
	script(w, "bin/rustc", newer_compiler);
	const Toolchain *t = open_one(w, "host-tuple");
	assert_string_equal(words(w, t->host_info.rustflags), "");
	assert_string_equal(words(w, t->targets[0].rustflags), "--cfg=a|-Cx");
	assert_true(str_eq(t->targets[0].triple, t->host));
	assert_true(cfg_set_has(&t->targets[0].cfg, STR("a"), STR(""), false));
	assert_false(cfg_set_has(&t->host_info.cfg, STR("a"), STR(""), false));
}

static void the_first_source_of_flags_wins(void **state)
{
	World *w = *state;
	scratch_write(
		&w->in, "project/.cargo/config.toml",
		"build.rustflags = 'build'\ntarget.one.rustflags = ['t']\n"
		"target.'cfg(unix)'.rustflags = 'u v'\ntarget.'cfg(windows)'.rustflags = 'w'\n"
		"target.'cfg(not a cfg'.rustflags = 'n'\n");
	assert_string_equal(words(w, open_one(w, "one")->targets[0].rustflags), "t|u|v");
	assert_string_equal(words(w, open_one(w, "none")->targets[0].rustflags), "build");
	set_env(w, 3, "RUSTFLAGS=env");
	assert_string_equal(words(w, open_one(w, "one")->targets[0].rustflags), "env");
	set_env(w, 4,
	        "CARGO_ENCODED_RUSTFLAGS=a b\x1f"
	        "c");
	assert_string_equal(words(w, open_one(w, "one")->targets[0].rustflags), "a b|c");
	set_env(w, 4, "CARGO_ENCODED_RUSTFLAGS=");
	assert_string_equal(words(w, open_one(w, "one")->targets[0].rustflags), "");
}

static void rustdocflags_of_cfg_tables_came_with_1_96(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "project/.cargo/config.toml",
	              "build.rustdocflags = 'build'\ntarget.'cfg(unix)'.rustdocflags = 'u v'\n");
	assert_string_equal(words(w, open_one(w, "one")->targets[0].rustdocflags), "build");
	script(w, "bin/rustc", newer_compiler);
	script(w, "bin/older", compiler);
	assert_string_equal(words(w, open_one(w, "one")->targets[0].rustdocflags), "u|v");
}

static void flags_and_cfg_that_chase_each_other_are_warned_of(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "project/.cargo/config.toml",
	              "target.'cfg(not(a))'.rustflags = '--cfg=a'\n");
	open_one(w, NULL);
	assert_says(w, "non-trivial mutual dependency");
}

static void targets_are_sorted_and_each_is_one(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "project/own.json", "{}");
	const char *targets[] = { "zeta", "own.json", " alpha ", "zeta", NULL };
	const Toolchain *t = open_for(w, targets);
	assert_non_null(t);
	assert_int_equal(t->target_count, 3);
	assert_true(str_eq(t->targets[0].triple, STR("alpha")));
	assert_true(str_eq(t->targets[1].triple, STR("zeta")));
	assert_true(str_eq(t->targets[2].triple, STR("own")));
	assert_true(path_is_absolute(t->targets[2].spec));
	calls(w);
	scratch_write(&w->in, "project/own.json", "{ }");
	assert_non_null(open_for(w, targets));
	assert_int_equal(calls(w), 1);
}

static void configured_targets_count(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "project/.cargo/config.toml", "build.target = ['two', 'one']\n");
	assert_int_equal(open_one(w, NULL)->target_count, 2);
	assert_int_equal(open_one(w, "three")->target_count, 1);
}

static void unsupported_crate_types_are_known(void **state)
{
	World *w = *state;
	const TargetInfo *t = &open_one(w, "none")->targets[0];
	static const bool expected[] = { true, true, false, false, true, false };
	for (size_t i = 0; i < CRATE_TYPE_COUNT; i++)
		assert_int_equal(t->outputs[i].supported, expected[i]);
	assert_true(str_eq(t->outputs[4].suffix, STR(".a")));
}

static void unknown_targets_are_errors_at_their_place(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "project/.cargo/config.toml", "build.target = 'nope'\n");
	assert_null(open_for(w, NULL));
	assert_says(w, "config.toml:1:16: error: rustc cannot build for target `nope`: could not "
	               "find specification");
	assert_says(w, "help: `rustc --print target-list`");
}

static void empty_targets_are_errors(void **state)
{
	World *w = *state;
	const char *targets[] = { " ", NULL };
	assert_null(open_for(w, targets));
	assert_says(w, "target was empty");
}

static void wrong_flags_are_errors(void **state)
{
	World *w = *state;
	set_env(w, 3, "RUSTFLAGS=-Cwrong");
	assert_null(open_for(w, NULL));
	assert_says(w, "unknown codegen option: `wrong`");
	assert_says(w, "help: check the flags in RUSTFLAGS");
}

static void a_missing_compiler_is_an_error(void **state)
{
	World *w = *state;
	set_env(w, 3, "RUSTC=no/such/rustc");
	assert_null(open_for(w, NULL));
	assert_says(w, "project/no/such/rustc`");
}

static void linkers_and_runners_are_of_the_triple_or_one_cfg(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "project/.cargo/config.toml",
	              "target.one.linker = 'ld one'\ntarget.'cfg(unix)'.linker = 'bin/ld'\n"
	              "target.'cfg(unix)'.runner = 'bin/run -x'\n");
	const Toolchain *t = open_one(w, "one");
	assert_true(str_eq(t->targets[0].linker, STR("ld one")));
	assert_true(str_ends_with(t->host_info.linker, STR("/project/bin/ld")));
	assert_int_equal(t->host_info.runner.count, 2);
	scratch_write(
		&w->in, "project/.cargo/config.toml",
		"target.'cfg(unix)'.linker = 'a'\ntarget.'cfg(target_os=\"t\")'.linker = 'b'\n");
	assert_null(open_for(w, NULL));
	assert_says(w, "several matching instances of `target.'cfg(..)'.linker`");
}

static void wrappers_go_first(void **state)
{
	World *w = *state;
	script(w, "bin/wrap", "#!/bin/sh\necho wrap >>ROOT/wrapped\nexec \"$@\"\n");
	scratch_write(&w->in, "project/.cargo/config.toml", "build.rustc-wrapper = 'wrap'\n");
	assert_true(str_eq(open_one(w, NULL)->wrapper, STR("wrap")));
	assert_int_equal(fs_kind(scratch_path(&w->in, "wrapped")), FILE_REGULAR);
	set_env(w, 3, "RUSTC_WRAPPER=");
	assert_int_equal(open_one(w, NULL)->wrapper.len, 0);
}

static void a_wrapper_that_cannot_run_is_to_blame(void **state)
{
	World *w = *state;
	const char *targets[] = { "other", NULL };
	script(w, "bin/wrap", "#!ROOT/bin/inner\n");
	script(w, "bin/inner", "#!/bin/sh\nshift\nexec \"$@\"\n");
	scratch_write(&w->in, "project/.cargo/config.toml",
	              "build.rustc = 'rustc'\nbuild.rustc-wrapper = 'wrap'\n");
	open_one(w, NULL);
	remove(scratch_path(&w->in, "bin/inner")); /* only the version is still known */
	assert_null(open_for(w, targets));
	assert_says(w, "config.toml:2:23: error: cannot run");
	assert_says(w, "of the configuration names the wrapper");
}

/* rustup: chooses `one`, or what it is told, if that is installed. */
static void install_rustup(World *w)
{
	script(w, "bin/rustup",
	       "#!/bin/sh\necho proxy >>ROOT/calls\nt=${RUSTUP_TOOLCHAIN:-one}\n"
	       "[ ! -e rust-toolchain ] || t=${RUSTUP_TOOLCHAIN:-$(cat rust-toolchain)}\n"
	       "[ -d ROOT/tools/$t ] || { echo \"error: toolchain '$t' is not installed\" >&2; "
	       "exit 1; }\n"
	       "echo ROOT/tools/$t\n");
	remove(scratch_path(&w->in, "bin/rustc"));
	assert_int_equal(symlink("rustup", scratch_path(&w->in, "bin/rustc")), 0);
	script(w, "tools/one/bin/rustc", compiler);
	script(w, "tools/one/bin/cargo", "");
	script(w, "tools/two/bin/rustc", compiler);
}

static void proxies_are_seen_through(void **state)
{
	World *w = *state;
	install_rustup(w);
	const Toolchain *t = open_one(w, NULL);
	assert_string_equal(arena_cstr(&w->in.arena, t->rustc),
	                    scratch_path(&w->in, "tools/one/bin/rustc"));
	assert_int_equal(calls(w), 3);
	open_one(w, NULL);
	assert_int_equal(calls(w), 0);
	scratch_write(&w->in, "project/rust-toolchain", "two");
	t = open_one(w, NULL);
	assert_string_equal(arena_cstr(&w->in.arena, t->rustc),
	                    scratch_path(&w->in, "tools/two/bin/rustc"));
	scratch_write(&w->in, ".rustup/settings.toml", "[overrides]\n\"/x\" = \"y\"\n");
	calls(w);
	open_one(w, NULL);
	assert_int_equal(calls(w), 1);
}

static void toolchains_that_are_absent_are_errors(void **state)
{
	World *w = *state;
	install_rustup(w);
	scratch_write(&w->in, "project/rust-toolchain", "1.0");
	assert_null(open_for(w, NULL));
	assert_says(w, "toolchain '1.0' is not installed");
	assert_says(w, "project/rust-toolchain:1:1: error: rustup");
	assert_says(w, "RUSTUP_TOOLCHAIN=stable");
	set_env(w, 3, "RUSTUP_TOOLCHAIN=two");
	assert_non_null(open_for(w, NULL));
	fs_remove_tree(scratch_path(&w->in, "tools/two"), &w->in.diag);
	assert_null(open_for(w, NULL));
}

/* The compiler that is asked where none of the project's programs may run. */
static void assert_users(World *w, const char *file, const char *wanted)
{
	const ToolchainRequest want = { .programs = PROGRAMS_OF_USER, .cache_folder = w->cache };
	scratch_write(&w->in, "project/rust-toolchain", file);
	const Config *c =
		config_load(&w->in.arena, &w->in.diag,
	                    &(ConfigSources){ .cwd = str_from(scratch_path(&w->in, "project")),
	                                      .env = w->env });
	const Toolchain *t = toolchain_open(c, &want);
	assert_non_null(t);
	assert_string_equal(arena_cstr(&w->in.arena, t->rustc), scratch_path(&w->in, wanted));
}

/* Escapes of TOML hide a path, but not that they are there. */
static void toolchains_of_the_project_itself_are_not_the_users(void **state)
{
	World *w = *state;
	install_rustup(w);
	assert_users(w, "two", "tools/two/bin/rustc");
	assert_users(w, "[toolchain]\npath = \"/evil\"\n", "tools/one/bin/rustc");
	assert_users(w, "/evil", "tools/one/bin/rustc");
	assert_users(w, "[toolchain]\n\"p\\u0061th\" = \"\\u002fevil\"\n", "tools/one/bin/rustc");
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(rustc_tells_all),
		IN_WORLD(answers_are_kept),
		IN_WORLD(damaged_answers_are_asked_again),
		IN_WORLD(what_changes_answers_is_asked_anew),
		IN_WORLD(flags_are_not_for_the_host_with_a_target),
		IN_WORLD(rustdocflags_of_cfg_tables_came_with_1_96),
		IN_WORLD(the_first_source_of_flags_wins),
		IN_WORLD(flags_and_cfg_that_chase_each_other_are_warned_of),
		IN_WORLD(targets_are_sorted_and_each_is_one),
		IN_WORLD(configured_targets_count),
		IN_WORLD(unsupported_crate_types_are_known),
		IN_WORLD(unknown_targets_are_errors_at_their_place),
		IN_WORLD(empty_targets_are_errors),
		IN_WORLD(wrong_flags_are_errors),
		IN_WORLD(a_missing_compiler_is_an_error),
		IN_WORLD(linkers_and_runners_are_of_the_triple_or_one_cfg),
		IN_WORLD(wrappers_go_first),
		IN_WORLD(a_wrapper_that_cannot_run_is_to_blame),
		IN_WORLD(proxies_are_seen_through),
		IN_WORLD(toolchains_that_are_absent_are_errors),
		IN_WORLD(toolchains_of_the_project_itself_are_not_the_users),
	};
	return cmocka_run_group_tests_name("toolchain", tests, NULL, NULL);
}
