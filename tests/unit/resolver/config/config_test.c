// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/config/config.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct World { /* a folder of its own, with a home and a project in it */
	Scratch in;
	char *env[8]; /* [0] is CARGO_HOME */
} World;

static int open_world(void **state)
{
	World *w = calloc(1, sizeof(*w));
	scratch_open(&w->in);
	w->env[0] = arena_cstr(&w->in.arena,
	                       arena_printf(&w->in.arena, "CARGO_HOME=%s/home", w->in.folder.ptr));
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

static void set_env(World *w, size_t slot, const char *text)
{
	w->env[slot] = arena_cstr(&w->in.arena, str_from(text));
}

/* From project/sub, with the flags. */
static const Config *load(World *w, const char *const *flags)
{
	assert_true(fs_make_folders(scratch_path(&w->in, "project/sub"), &w->in.diag));
	return config_load(&w->in.arena, &w->in.diag,
	                   &(ConfigSources){ .cwd = str_from(scratch_path(&w->in, "project/sub")),
	                                     .env = w->env,
	                                     .flags = flags });
}

static const Config *load_text(World *w, const char *text)
{
	scratch_write(&w->in, "project/.cargo/config.toml", text);
	const Config *c = load(w, NULL);
	assert_non_null(c);
	return c;
}

static const char *string(const Config *c, const char *key)
{
	Str s = STR("(absent)");
	return config_string(c, key, &s, NULL) ? arena_cstr(c->arena, s) : "(error)";
}

static const char *words(const Config *c, StrList list)
{
	Str all = STR("");
	for (size_t i = 0; i < list.count; i++)
		all = arena_printf(c->arena, STR_FMT "%s" STR_FMT, STR_ARG(all), i ? "|" : "",
		                   STR_ARG(list.items[i]));
	return arena_cstr(c->arena, all);
}

static const char *list(const Config *c, const char *key)
{
	StrList l = { 0 };
	return config_list(c, key, &l, NULL) ? words(c, l) : "(error)";
}

static void assert_says(World *w, const char *part)
{
	fflush(w->in.diag.out);
	if (!strstr(w->in.said, part))
		print_error("said: %s\n", w->in.said);
	assert_non_null(strstr(w->in.said, part));
}

static void nearer_files_win(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "home/config.toml", "a.x = 'home'\na.y = 'home'\na.z = 'home'\n");
	scratch_write(&w->in, "project/.cargo/config.toml", "a.x = 'project'\na.y = 'project'\n");
	scratch_write(&w->in, "project/sub/.cargo/config.toml", "a.x = 'sub'\n");
	const Config *c = load(w, NULL);
	assert_string_equal(string(c, "a.x"), "sub");
	assert_string_equal(string(c, "a.y"), "project");
	assert_string_equal(string(c, "a.z"), "home");
	assert_string_equal(string(c, "a.w"), "(absent)");
}

static void lists_join_from_far_to_near(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "home/config.toml", "build.rustflags = ['home']\n");
	scratch_write(&w->in, "project/.cargo/config.toml", "build.rustflags = ['project']\n");
	set_env(w, 1, "CARGO_BUILD_RUSTFLAGS=env  two");
	const char *flags[] = { "build.rustflags=['flag']", NULL };
	assert_string_equal(list(load(w, flags), "build.rustflags"), "home|project|env|two|flag");
}

static void runners_replace_each_other(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "home/config.toml", "target.t.runner = ['home']\n");
	scratch_write(&w->in, "project/.cargo/config.toml", "target.t.runner = ['bin/run', 'x']\n");
	StrList run = { 0 };
	const Config *c = load(w, NULL);
	assert_true(config_command(c, "target.t.runner", &run, NULL));
	assert_int_equal(run.count, 2);
	assert_string_equal(arena_cstr(&w->in.arena, run.items[0]),
	                    scratch_path(&w->in, "project/bin/run"));
	set_env(w, 1, "CARGO_TARGET_T_RUNNER=env");
	assert_true(config_command(c, "target.t.runner", &run, NULL));
	assert_string_equal(words(c, run), "env");
}

static void flags_beat_environment_beats_files(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "project/.cargo/config.toml",
	              "a.x = 'file'\na.y = 'file'\na.n = 1\na.b = false\n");
	set_env(w, 1, "CARGO_A_X=env");
	set_env(w, 2, "CARGO_A_Y=env");
	set_env(w, 3, "CARGO_A_N=-3");
	set_env(w, 4, "CARGO_A_B=true");
	const char *flags[] = { "a.x='flag'", NULL };
	const Config *c = load(w, flags);
	assert_string_equal(string(c, "a.x"), "flag");
	assert_string_equal(string(c, "a.y"), "env");
	int64_t n = 0;
	bool b = false;
	assert_true(config_int(c, "a.n", &n) && config_bool(c, "a.b", &b));
	assert_int_equal(n, -3);
	assert_true(b);
}

static void wrong_values_of_the_environment_are_errors(void **state)
{
	World *w = *state;
	set_env(w, 1, "CARGO_A_N=12x");
	set_env(w, 2, "CARGO_A_B=1");
	const Config *c = load(w, NULL);
	int64_t n;
	bool b;
	assert_false(config_int(c, "a.n", &n));
	assert_false(config_bool(c, "a.b", &b));
	assert_says(w, "environment variable `CARGO_A_N`:1:1: error: expected an integer");
}

static void wrong_kinds_are_errors(void **state)
{
	World *w = *state;
	const Config *c = load_text(w, "a.x = 1\n");
	assert_string_equal(string(c, "a.x"), "(error)");
	assert_says(w, "config.toml:1:7: error: `a.x` in the configuration is an integer, not a "
	               "string");
	assert_string_equal(string(c, "a.x.y"), "(error)");
	assert_says(w, "`a.x` in the configuration is an integer, not a table");
}

static void clashes_name_both_files(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "home/config.toml", "a.x = 'home'\n");
	scratch_write(&w->in, "project/.cargo/config.toml", "a.x = ['project']\n");
	assert_null(load(w, NULL));
	assert_says(w, scratch_path(&w->in, "home/config.toml"));
	assert_says(w, scratch_path(&w->in, "project/.cargo/config.toml"));
}

static void dates_are_no_values(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "project/.cargo/config.toml", "a.x = [1.5]\n");
	assert_null(load(w, NULL));
	assert_says(w, "configuration values cannot be a float");
}

static void includes_come_below_the_file(void **state)
{
	World *w = *state;
	scratch_write(
		&w->in, "project/.cargo/config.toml",
		"include = ['one.toml', { path = 'none.toml', optional = true }, 'two.toml']\n"
		"a.x = 'own'\na.l = ['own']\n");
	scratch_write(&w->in, "project/.cargo/one.toml",
	              "a.x = 'one'\na.y = 'one'\na.l = ['one']\n");
	scratch_write(&w->in, "project/.cargo/two.toml", "a.y = 'two'\na.l = ['two']\n");
	const Config *c = load(w, NULL);
	assert_string_equal(string(c, "a.x"), "own");
	assert_string_equal(string(c, "a.y"), "two");
	assert_string_equal(list(c, "a.l"), "one|two|own");
	assert_null(toml_get(c->merged, STR("include")));
}

static void includes_do_not_go_round(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "project/.cargo/config.toml", "include = ['one.toml']\n");
	scratch_write(&w->in, "project/.cargo/one.toml", "include = ['config.toml']\n");
	assert_null(load(w, NULL));
	assert_says(w, "one.toml:1:12: error: configuration file `");
}

static void missing_includes_are_errors(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "project/.cargo/config.toml", "include = ['one.toml']\n");
	assert_null(load(w, NULL));
	assert_says(w, "config.toml:1:12: note: it is included here");
}

static void flags_are_one_setting_or_a_file(void **state)
{
	World *w = *state;
	static const char *const wrong[] = { "a.b={c=1}",   "a.b=1 # why", "a=1\nb=2",
		                             "[a]\nb=1",    "none.toml",   "",
		                             "a=1979-05-27" };
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		const char *flags[] = { wrong[i], NULL };
		assert_null(load(w, flags));
	}
	scratch_write(&w->in, "project/sub/more.toml", "a.x = 'more'\na.p = 'x/y'\n");
	const char *flags[] = { "more.toml", " a.y = 'z' ", NULL };
	const Config *c = load(w, flags);
	assert_non_null(c);
	assert_string_equal(string(c, "a.x"), "more");
	assert_string_equal(string(c, "a.y"), "z");
}

static void secrets_are_not_for_the_command_line(void **state)
{
	World *w = *state;
	const char *flags[] = { "registries.r.token='t'", NULL };
	assert_null(load(w, flags));
	assert_says(w, "`registries.r.token` cannot be set through --config");
}

static void paths_start_where_they_are_written(void **state)
{
	World *w = *state;
	scratch_write(&w->in, "home/config.toml", "p.home = 'x'\n");
	scratch_write(&w->in, "project/.cargo/config.toml",
	              "p.file = 'x'\np.bare = 'cc'\np.prog = './cc'\n");
	scratch_write(&w->in, "project/sub/more.toml", "p.more = 'x'\n");
	set_env(w, 1, "CARGO_P_ENV=x");
	const char *flags[] = { "more.toml", "p.flag='x'", NULL };
	const Config *c = load(w, flags);
	static const char *const expected[][2] = { { "p.home", "x" },
		                                   { "p.file", "project/x" },
		                                   { "p.more", "project/x" },
		                                   { "p.env", "project/sub/x" },
		                                   { "p.flag", "project/sub/x" } };
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		Str path = { 0 };
		assert_true(config_path(c, expected[i][0], &path));
		assert_string_equal(arena_cstr(&w->in.arena, path),
		                    scratch_path(&w->in, expected[i][1]));
	}
	Str bare = { 0 }, prog = { 0 };
	assert_true(config_program(c, "p.bare", &bare, NULL) &&
	            config_program(c, "p.prog", &prog, NULL));
	assert_true(str_eq(bare, STR("cc")));
	assert_string_equal(arena_cstr(&w->in.arena, prog), scratch_path(&w->in, "project/./cc"));
}

static void registries_are_found_by_name(void **state)
{
	World *w = *state;
	const Config *c = load_text(w, "registries.a.index = 'sparse+https://a.example/'\n"
	                               "registries.b.index = 'file:index'\n"
	                               "registries.c.index = 'nowhere'\n"
	                               "registries.d.index = 'https://u:p@d.example'\n");
	Str url;
	set_env(w, 1, "CARGO_REGISTRIES_MY_E_INDEX=https://e.example");
	assert_true(config_registry_index(c, STR("a"), NO_SPAN, &url));
	assert_true(str_eq(url, STR("sparse+https://a.example/")));
	assert_true(config_registry_index(c, STR("b"), NO_SPAN, &url));
	assert_true(str_ends_with(url, STR("/project/index")));
	assert_true(str_starts_with(url, STR("file:///")));
	assert_true(config_registry_index(c, STR("my-e"), NO_SPAN, &url));
	assert_true(str_eq(url, STR("https://e.example")));
	assert_false(config_registry_index(c, STR("c"), NO_SPAN, &url));
	assert_false(config_registry_index(c, STR("d"), NO_SPAN, &url));
	assert_false(config_registry_index(c, STR("x/y"), NO_SPAN, &url));
	assert_false(config_registry_index(c, STR("other"), NO_SPAN, &url));
	assert_says(w, "CARGO_REGISTRIES_OTHER_INDEX");
}

static void variables_yield_to_the_environment_unless_forced(void **state)
{
	World *w = *state;
	const Config *c =
		load_text(w, "[env]\nB = 'b'\nA = 'a'\nC = { value = 'c', force = true }\n"
	                     "D = { value = 'd', relative = true }\n");
	const ConfigVariable *v;
	size_t n;
	set_env(w, 1, "B=set");
	set_env(w, 2, "C=set");
	assert_true(config_env_table(c, &v, &n));
	assert_int_equal(n, 4);
	assert_true(str_eq(v[0].name, STR("A")) && v[0].applies);
	assert_false(v[1].applies);
	assert_true(v[2].applies && str_eq(v[2].value, STR("c")));
	assert_string_equal(arena_cstr(&w->in.arena, v[3].value),
	                    scratch_path(&w->in, "project/d"));
}

static void variables_of_cargo_itself_are_refused(void **state)
{
	World *w = *state;
	const Config *c = load_text(w, "[env]\nRUSTUP_TOOLCHAIN = 'x'\nY = 1\n");
	const ConfigVariable *v;
	size_t n;
	assert_false(config_env_table(c, &v, &n));
	assert_says(w, "setting the `RUSTUP_TOOLCHAIN` environment variable is not supported");
	assert_says(w, "config.toml:3:5: error: `env.Y` in the configuration is an integer");
}

static void cfg_tables_are_sorted(void **state)
{
	World *w = *state;
	const Config *c = load_text(w, "[target.'cfg(windows)']\nrustflags = 'w x'\n"
	                               "[target.'cfg(unix)']\nlinker = 'ld'\n"
	                               "[target.'cfg(wrong']\n[target.triple]\nlinker = 'l'\n"
	                               "[target.triple.z]\nrustc-cfg = ['q']\n");
	const ConfigCfg *cfgs;
	size_t n;
	StrList flags = { 0 };
	assert_true(config_target_cfgs(c, &cfgs, &n));
	assert_int_equal(n, 3);
	assert_true(str_eq(cfgs[0].key, STR("cfg(unix)")) && cfgs[0].expr);
	assert_null(cfgs[2].expr);
	assert_true(config_cfg_list(c, &cfgs[1], "rustflags", &flags, NULL));
	assert_string_equal(words(c, flags), "w|x");
	assert_non_null(config_links_override(c, STR("triple"), STR("z")));
	assert_null(config_links_override(c, STR("triple"), STR("linker")));
	assert_null(config_links_override(c, STR("other"), STR("z")));
}

static void dots_of_a_triple_are_dots(void **state)
{
	World *w = *state;
	const Config *c = load_text(w, "[target.thumbv8m.base-none-eabi]\nlinker = 'a'\n"
	                               "[target.thumbv8m.base-none-eabi.z]\n");
	assert_string_equal(string(c, "target.thumbv8m.base-none-eabi.linker"), "a");
	assert_non_null(config_links_override(c, STR("thumbv8m.base-none-eabi"), STR("z")));
	set_env(w, 1, "CARGO_TARGET_THUMBV8M_BASE_NONE_EABI_LINKER=b");
	assert_string_equal(string(c, "target.thumbv8m.base-none-eabi.linker"), "b");
}

static void targets_are_one_or_many(void **state)
{
	World *w = *state;
	const Config *c = load_text(w, "build.target = ['a', 'b.json']\n");
	ConfigTarget *t;
	size_t n;
	assert_true(config_build_targets(c, &t, &n));
	assert_int_equal(n, 2);
	assert_string_equal(arena_cstr(&w->in.arena, t[1].name),
	                    scratch_path(&w->in, "project/b.json"));
	c = load_text(w, "build.target = 'a'\n");
	set_env(w, 1, "CARGO_BUILD_TARGET=b");
	assert_true(config_build_targets(c, &t, &n));
	assert_int_equal(n, 1);
	assert_true(str_eq(t[0].name, STR("b")));
}

static void profiles_have_the_environment_over_them(void **state)
{
	World *w = *state;
	const Config *c = load_text(w, "[profile.dev]\nopt-level = 1\n[profile.dev.package.foo]\n"
	                               "debug = 2\n");
	set_env(w, 1, "CARGO_PROFILE_DEV_OPT_LEVEL=3");
	set_env(w, 2, "CARGO_PROFILE_DEV_BUILD_OVERRIDE_OPT_LEVEL=s");
	set_env(w, 3, "CARGO_PROFILE_DEV_PACKAGE_foo_OPT_LEVEL=2");
	set_env(w, 4, "CARGO_PROFILE_MY_OWN_INHERITS=dev");
	TomlValue v;
	assert_true(config_profile_value(c, STR("dev"), STR(""), STR("opt-level"), &v));
	assert_int_equal(v.integer, 3);
	assert_true(
		config_profile_value(c, STR("dev"), STR("build-override"), STR("opt-level"), &v));
	assert_true(v.kind == TOML_STRING && str_eq(v.text, STR("s")));
	assert_true(config_profile_value(c, STR("dev"), STR("package.foo"), STR("opt-level"), &v));
	assert_int_equal(v.integer, 2);
	assert_true(config_profile_value(c, STR("dev"), STR("package.foo"), STR("debug"), &v));
	assert_false(config_profile_value(c, STR("dev"), STR(""), STR("debug"), &v));
	assert_false(config_profile_value(c, STR("release"), STR(""), STR("debug"), &v));
	assert_non_null(config_profile_table(c, STR("dev")));
	assert_non_null(config_profile_table(c, STR("my-own")));
	assert_null(config_profile_table(c, STR("release")));
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(nearer_files_win),
		IN_WORLD(lists_join_from_far_to_near),
		IN_WORLD(runners_replace_each_other),
		IN_WORLD(flags_beat_environment_beats_files),
		IN_WORLD(wrong_values_of_the_environment_are_errors),
		IN_WORLD(wrong_kinds_are_errors),
		IN_WORLD(clashes_name_both_files),
		IN_WORLD(dates_are_no_values),
		IN_WORLD(includes_come_below_the_file),
		IN_WORLD(includes_do_not_go_round),
		IN_WORLD(missing_includes_are_errors),
		IN_WORLD(flags_are_one_setting_or_a_file),
		IN_WORLD(secrets_are_not_for_the_command_line),
		IN_WORLD(paths_start_where_they_are_written),
		IN_WORLD(registries_are_found_by_name),
		IN_WORLD(variables_yield_to_the_environment_unless_forced),
		IN_WORLD(variables_of_cargo_itself_are_refused),
		IN_WORLD(cfg_tables_are_sorted),
		IN_WORLD(dots_of_a_triple_are_dots),
		IN_WORLD(targets_are_one_or_many),
		IN_WORLD(profiles_have_the_environment_over_them),
	};
	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
