// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/workspace/workspace.h"

#include "tests/unit/project.h"

#define NAMED(name) "[package]\nname = \"" name "\"\nversion = \"1.0.0\"\nedition = \"2021\"\n"

static void add_package(Project *p, const char *folder, const char *toml)
{
	project_add(p,
	            arena_cstr(&p->in.arena, arena_printf(&p->in.arena, "%s/src/lib.rs", folder)),
	            "");
	project_add(p,
	            arena_cstr(&p->in.arena, arena_printf(&p->in.arena, "%s/Cargo.toml", folder)),
	            toml);
}

static const Workspace *load_with(Project *p, const char *path, WorkspaceUse use)
{
	static char *const env[] = { NULL };
	const Config config = { .arena = &p->in.arena,
		                .diag = &p->in.diag,
		                .cwd = p->in.folder,
		                .cargo_home = path_join(&p->in.arena, p->in.folder, STR("home")),
		                .env = env };
	Config *c = arena_new(&p->in.arena, Config);
	*c = config;
	const Str full = path_join(&p->in.arena, p->in.folder, str_from(path));
	const Workspace *w = workspace_load(&p->in.arena, &p->in.diag, c, full, use);
	fflush(p->in.diag.out);
	return w;
}

static const Workspace *load(Project *p, const char *path)
{
	return load_with(p, path, WORKSPACE_BUILD);
}

static Str names(Project *p, const Manifest *const *list, size_t count)
{
	Str all = STR("");
	for (size_t i = 0; i < count; i++)
		all = arena_printf(&p->in.arena, STR_FMT "%s" STR_FMT, STR_ARG(all), i ? " " : "",
		                   STR_ARG(list[i]->name));
	return all;
}

static void assert_members(Project *p, const Workspace *w, const char *expected)
{
	if (!w)
		fail_msg("refused: %s", p->in.said);
	assert_text(names(p, w->members, w->member_count), expected);
}

static void assert_defaults(Project *p, const Workspace *w, const char *expected)
{
	if (!w)
		fail_msg("refused: %s", p->in.said);
	assert_text(names(p, w->defaults, w->default_count), expected);
}

static void a_lone_package_is_its_own_workspace(void **state)
{
	Project *p = *state;
	add_package(p, "a", NAMED("a") "[dependencies]\nb = { path = \"../b\" }\n");
	const Workspace *w = load(p, "a/Cargo.toml");
	assert_members(p, w, "a");
	assert_defaults(p, w, "a");
	assert_text(path_name(w->root), "a");
	assert_int_equal(w->resolver, 2);
}

static void globs_and_path_dependencies_make_members(void **state)
{
	Project *p = *state;
	project_add(p, "Cargo.toml",
	            "[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"crates/x\"]\n"
	            "resolver = \"2\"\n");
	add_package(p, "crates/b",
	            NAMED("b") "[dev-dependencies]\nc = { path = \"../../other/c\" }\n");
	add_package(p, "crates/a", NAMED("a"));
	add_package(p, "crates/x", NAMED("x"));
	add_package(p, "other/c", NAMED("c"));
	add_package(p, "other/d", NAMED("d"));
	assert_members(p, load(p, "Cargo.toml"), "a b c");
	assert_defaults(p, load(p, "Cargo.toml"), "a b c");
	assert_defaults(p, load(p, "crates/a/Cargo.toml"), "a");
	assert_members(p, load(p, "crates/x/Cargo.toml"), "x");
	assert_null(load(p, "other/d/Cargo.toml"));
	assert_says(p, "current package believes it's in a workspace when it's not");
	assert_says(p, "help: this may be fixable by adding `other/d`");
}

static void default_members_count_at_the_root_only(void **state)
{
	Project *p = *state;
	add_package(p, ".",
	            NAMED("top") "[workspace]\nmembers = [\"a\", \"b\"]\n"
	                         "default-members = [\"b\"]\n");
	add_package(p, "a", NAMED("a"));
	add_package(p, "b", NAMED("b"));
	assert_defaults(p, load(p, "Cargo.toml"), "b");
	assert_defaults(p, load(p, "a/Cargo.toml"), "a");
	assert_members(p, load(p, "a/Cargo.toml"), "a b top");
	add_package(p, ".",
	            NAMED("top") "[workspace]\nmembers = [\"a\"]\ndefault-members = [\"b\"]\n");
	assert_null(load(p, "Cargo.toml"));
	assert_says(p, "is listed in default-members but is not a member");
}

static void the_root_chooses_the_resolver(void **state)
{
	Project *p = *state;
	project_add(p, "Cargo.toml", "[workspace]\nmembers = [\"a\"]\n");
	add_package(p, "a", NAMED("a"));
	assert_int_equal(load(p, "a/Cargo.toml")->resolver, 1);
	assert_says(p, "virtual workspace defaulting to `resolver = \"1\"` despite one or more");
	project_add(p, "Cargo.toml", "[workspace]\nmembers = [\"a\"]\nresolver = \"3\"\n");
	assert_int_equal(load(p, "a/Cargo.toml")->resolver, 3);
}

static void a_pointer_leads_to_the_root(void **state)
{
	Project *p = *state;
	add_package(p, "root", NAMED("root") "[workspace]\nmembers = [\"../a\"]\n");
	add_package(p, "a", NAMED("a") "workspace = \"../root\"\n");
	assert_members(p, load(p, "a/Cargo.toml"), "a root");
	add_package(p, "b", NAMED("b") "workspace = \"../a\"\n");
	assert_null(load(p, "b/Cargo.toml"));
	assert_says(p, "points to a crate which is not configured with [workspace]");
}

static void path_dependencies_outside_stay_outside(void **state)
{
	Project *p = *state;
	add_package(p, "root",
	            NAMED("root") "[workspace]\n[dependencies]\no = { path = \"../o\" }\n");
	add_package(p, "o", NAMED("o"));
	assert_members(p, load(p, "root/Cargo.toml"), "root");
}

static void isolated_packages_ignore_what_is_above(void **state)
{
	Project *p = *state;
	project_add(p, "Cargo.toml", "broken");
	add_package(p, "a", NAMED("a"));
	assert_members(p, load_with(p, "a/Cargo.toml", WORKSPACE_ISOLATED), "a");
	assert_null(load(p, "a/Cargo.toml"));
	assert_says(p, "help: to avoid searching for a non-existent workspace, add `[workspace]`");
}

static void the_search_does_not_leave_cargo_home(void **state)
{
	Project *p = *state;
	project_add(p, "Cargo.toml", "[workspace]\n");
	add_package(p, "home/src/a", NAMED("a"));
	assert_members(p, load(p, "home/src/a/Cargo.toml"), "a");
}

static void members_must_fit_together(void **state)
{
	static const struct {
		const char *member, *says;
	} cases[] = {
		{ NAMED("top"), "two packages named `top` in this workspace" },
		{ NAMED("a") "[workspace]\n",
		  "multiple workspace roots found in the same workspace" },
		{ NAMED("a") "workspace = \"../b\"\n", "is a member of the wrong workspace" },
		{ NAMED("a") "[dependencies]\nz = { path = \"../z\" }\n",
		  "failed to load manifest for dependency `z`" },
		{ NAMED("a") "x = 1\n[profile.dev]\n",
		  "profiles for the non root package will be ignored" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		Project *p = project_new();
		add_package(p, ".", NAMED("top") "[workspace]\nmembers = [\"a\"]\n");
		add_package(p, "a", cases[i].member);
		load(p, "Cargo.toml");
		assert_says(p, cases[i].says);
		project_free(p);
	}
}

static void patterns_are_checked(void **state)
{
	Project *p = *state;
	project_add(p, "Cargo.toml", "[workspace]\nmembers = [\"a***\"]\n");
	assert_null(load(p, "Cargo.toml"));
	assert_says(p,
	            "Cargo.toml:2:12: error: could not parse pattern `a***`: wildcards are either");
}

static void the_manifest_of_a_folder_may_be_above_it(void **state)
{
	Project *p = *state;
	add_package(p, "a", NAMED("a"));
	const Str folder = path_join(&p->in.arena, p->in.folder, STR("a/src"));
	const Str found = workspace_find_manifest(&p->in.arena, &p->in.diag, folder);
	assert_text(str_sub(found, p->in.folder.len, found.len), "/a/Cargo.toml");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PROJECT_TEST(a_lone_package_is_its_own_workspace),
		PROJECT_TEST(globs_and_path_dependencies_make_members),
		PROJECT_TEST(default_members_count_at_the_root_only),
		PROJECT_TEST(the_root_chooses_the_resolver),
		PROJECT_TEST(a_pointer_leads_to_the_root),
		PROJECT_TEST(path_dependencies_outside_stay_outside),
		PROJECT_TEST(isolated_packages_ignore_what_is_above),
		PROJECT_TEST(the_search_does_not_leave_cargo_home),
		PROJECT_TEST(members_must_fit_together),
		PROJECT_TEST(patterns_are_checked),
		PROJECT_TEST(the_manifest_of_a_folder_may_be_above_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
