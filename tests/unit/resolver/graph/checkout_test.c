// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/checkout.h"

#include "tests/unit/project.h"

#include <unistd.h>

#define PACKAGE(name, version) \
	"[package]\nname = \"" name "\"\nversion = \"" version "\"\nedition = \"2021\"\n"

/* A package with a library. */
static void add(Project *p, const char *folder, const char *manifest)
{
	project_add(p, arena_printf(&p->in.arena, "%s/src/lib.rs", folder).ptr, "");
	project_add(p, arena_printf(&p->in.arena, "%s/Cargo.toml", folder).ptr, manifest);
}

static const Manifest *find(Project *p, const char *name, const char *version)
{
	const Config config = { .arena = &p->in.arena, .diag = &p->in.diag };
	const char *why;
	Version v;
	assert_true(version_parse(str_from(version), &v, &why));
	p->source = source_git(&p->in.arena, STR("https://h.invalid/r"), GIT_TAG, STR("t"),
	                       STR("0123456789012345678901234567890123456789"));
	const CheckoutPlace place = { path_join(&p->in.arena, p->in.folder, STR("co")),
		                      &p->source };
	const Manifest *m = checkout_find(checkout_open(&config, &place),
	                                  &(CheckoutWanted){ str_from(name), &v, NO_SPAN });
	fflush(p->in.diag.out);
	return m;
}

/* Where it is below the checkout; empty: nowhere. */
static Str where(Project *p, const char *name, const char *version)
{
	const Manifest *m = find(p, name, version);
	const Str top = path_join(&p->in.arena, p->in.folder, STR("co"));
	return m ? path_relative(&p->in.arena, top, m->folder) : STR("");
}

static void assert_where(Project *p, const char *name, const char *version, const char *wanted)
{
	const Str at = where(p, name, version);
	if (!str_eq(at, str_from(wanted)))
		fail_msg("%s is in `" STR_FMT "`, not `%s`: %s", name, STR_ARG(at), wanted,
		         p->in.said ? p->in.said : "");
}

static void packages_are_found_by_name_and_version(void **state)
{
	Project *p = *state;
	add(p, "co", PACKAGE("top", "1.0.0"));
	add(p, "co/a/b", PACKAGE("deep", "1.0.0"));
	add(p, "co/c", PACKAGE("deep", "1.1.0"));
	assert_where(p, "top", "1.0.0", ".");
	assert_where(p, "deep", "1.0.0", "a/b");
	assert_where(p, "deep", "1.1.0", "c");
	assert_true(find(p, "deep", "1.1.0")->lib != NULL);
}

static void hidden_folders_and_other_repositories_are_left_out(void **state)
{
	Project *p = *state;
	add(p, "co", PACKAGE("top", "1.0.0"));
	add(p, "co/.hidden/x", PACKAGE("x", "1.0.0"));
	add(p, "co/sub", PACKAGE("x", "1.0.0"));
	project_add(p, "co/sub/.git", "gitdir: elsewhere");
	add(p, "co/target/x", PACKAGE("x", "1.0.0"));
	add(p, "co/other/target/x", PACKAGE("y", "1.0.0"));
	assert_where(p, "x", "1.0.0", "");
	assert_where(p, "y", "1.0.0", "other/target/x");
}

static void path_dependencies_lead_anywhere_in_it(void **state)
{
	Project *p = *state;
	add(p, "co/a",
	    PACKAGE("a", "1.0.0") "[dependencies]\nx = { path = \"../.hidden/x\" }\n"
	                          "[target.'cfg(windows)'.dev-dependencies]\n"
	                          "y = { path = \"../y\" }\nw.workspace = true\n");
	add(p, "co/.hidden/x",
	    PACKAGE("x", "1.0.0") "[dependencies]\na = { path = \"../../a\" }\n");
	add(p, "co/y", PACKAGE("y", "1.0.0"));
	project_add(p, "co/y/.git/HEAD", "");
	project_add(p, "co/Cargo.toml",
	            "[workspace]\nmembers = [\"a\"]\n[workspace.dependencies]\nw = { path = \".w\" "
	            "}\n");
	add(p, "co/.w", PACKAGE("w", "1.0.0"));
	assert_where(p, "x", "1.0.0", ".hidden/x");
	assert_where(p, "y", "1.0.0", "y");
	assert_where(p, "w", "1.0.0", ".w");
}

static void nothing_outside_is_read(void **state)
{
	Project *p = *state;
	add(p, "out", PACKAGE("out", "1.0.0"));
	add(p, "co/a",
	    PACKAGE("a", "1.0.0") "[dependencies]\nout = { path = \"../../out\" }\n"
	                          "l = { path = \"../link\" }\n");
	assert_int_equal(
		symlink("../out", path_join(&p->in.arena, p->in.folder, STR("co/link")).ptr), 0);
	project_add(p, "co/b/src/lib.rs", "");
	assert_int_equal(symlink("../../out/Cargo.toml",
	                         path_join(&p->in.arena, p->in.folder, STR("co/b/Cargo.toml")).ptr),
	                 0);
	assert_where(p, "a", "1.0.0", "a");
	assert_where(p, "out", "1.0.0", "");
}

static void the_workspace_is_not_sought_above_it(void **state)
{
	Project *p = *state;
	project_add(p, "Cargo.toml",
	            "[workspace]\nmembers = []\n[workspace.package]\nversion = \"1.0.0\"\n");
	add(p, "co/a", "[package]\nname = \"a\"\nversion.workspace = true\n");
	assert_where(p, "a", "1.0.0", "");
	project_add(p, "co/Cargo.toml", "[workspace]\n[workspace.package]\nversion = \"1.0.0\"\n");
	assert_where(p, "a", "1.0.0", "a");
}

static void the_workspace_is_not_elsewhere(void **state)
{
	Project *p = *state;
	const char *root = "[workspace]\n[workspace.package]\nversion = \"1.0.0\"\n";
	project_add(p, "out/Cargo.toml", root);
	add(p, "co/a",
	    "[package]\nname = \"a\"\nversion.workspace = true\n"
	    "workspace = \"../../out\"\n");
	assert_where(p, "a", "1.0.0", "");
	assert_says(p, "which is not in");
	assert_int_equal(
		symlink("../out", path_join(&p->in.arena, p->in.folder, STR("co/link")).ptr), 0);
	add(p, "co/a",
	    "[package]\nname = \"a\"\nversion.workspace = true\n"
	    "workspace = \"../link\"\n");
	assert_where(p, "a", "1.0.0", "");
	project_add(p, "co/in/Cargo.toml", root);
	add(p, "co/a",
	    "[package]\nname = \"a\"\nversion.workspace = true\n"
	    "workspace = \"../in\"\n");
	assert_where(p, "a", "1.0.0", "a");
}

static void the_manifest_that_names_it_elsewhere_is_told_of(void **state)
{
	Project *p = *state;
	project_add(p, "out/Cargo.toml", "[workspace]\n");
	add(p, "co", PACKAGE("top", "1.0.0") "workspace = \"../out\"\n");
	add(p, "co/a", "[package]\nname = \"a\"\nversion.workspace = true\n");
	assert_where(p, "a", "1.0.0", "");
	assert_says(p, "/co` is `");
}

static void links_above_that_lead_elsewhere_are_not_read(void **state)
{
	Project *p = *state;
	project_add(p, "out/Cargo.toml", "not TOML\n");
	add(p, "co/a", "[package]\nname = \"a\"\nversion.workspace = true\n");
	assert_int_equal(symlink("../out/Cargo.toml",
	                         path_join(&p->in.arena, p->in.folder, STR("co/Cargo.toml")).ptr),
	                 0);
	assert_where(p, "a", "1.0.0", "");
	assert_says(p, "failed to find a workspace root");
	assert_null(strstr(p->in.said, "not TOML"));
}

static void a_package_at_its_top_inherits_nothing_from_above(void **state)
{
	Project *p = *state;
	project_add(p, "Cargo.toml",
	            "[workspace]\nmembers = [\"co\"]\n[workspace.package]\nversion = \"1.0.0\"\n");
	add(p, "co", "[package]\nname = \"a\"\nversion.workspace = true\n");
	assert_where(p, "a", "1.0.0", "");
}

static void the_first_of_twins_is_taken(void **state)
{
	Project *p = *state;
	add(p, "co/b", PACKAGE("x", "1.0.0"));
	add(p, "co/a", PACKAGE("x", "1.0.0"));
	add(p, "co/c", PACKAGE("x", "1.0.0") "publish = false\n");
	assert_where(p, "x", "1.0.0", "a");
	assert_string_equal(
		p->in.said,
		"warning: skipping duplicate package `x v1.0.0` in `b/Cargo.toml` of git "
		"repository `https://h.invalid/r`, in favor of `a/Cargo.toml`\n");
}

static void broken_manifests_are_skipped(void **state)
{
	Project *p = *state;
	add(p, "co/a", "not TOML");
	add(p, "co/b", "[package]\nname = \"b\"\nedition = \"2099\"\n");
	project_add(p, "co/c/Cargo.toml", PACKAGE("c", "1.0.0")); /* no target */
	add(p, "co/d", PACKAGE("d", "1.0.0"));
	assert_where(p, "d", "1.0.0", "d");
	assert_true(!p->in.said || !*p->in.said);
}

static void a_broken_one_that_is_wanted_is_told_of(void **state)
{
	Project *p = *state;
	add(p, "co/a", "not TOML");
	add(p, "co/b", "[package]\nname = \"b\"\nedition = \"2099\"\n");
	assert_where(p, "b", "0.0.0", "");
	assert_non_null(strstr(p->in.said, "co/b/Cargo.toml:3:11: error: "));
	assert_int_equal(p->in.diag.errors, 1);
}

static void huge_manifests_are_not_read(void **state)
{
	Project *p = *state;
	add(p, "co/a", PACKAGE("a", "1.0.0"));
	add(p, "co/b", PACKAGE("b", "1.0.0"));
	const Str huge = path_join(&p->in.arena, p->in.folder, STR("co/a/Cargo.toml"));
	assert_int_equal(truncate(huge.ptr, 300 << 20), 0);
	assert_where(p, "b", "1.0.0", "b");
	assert_where(p, "a", "1.0.0", "");
	assert_non_null(
		strstr(p->in.said, "1 of its manifests cannot be read, among them `a/Cargo.toml`"));
}

static void one_that_is_not_there_is_told_of(void **state)
{
	Project *p = *state;
	add(p, "co/a", "not TOML");
	add(p, "co/b", PACKAGE("b", "1.0.0"));
	assert_where(p, "b", "2.0.0", "");
	assert_non_null(strstr(p->in.said,
	                       "error: git repository `https://h.invalid/r` has no package "
	                       "`b v2.0.0` at commit 012345678901\n"));
	assert_non_null(strstr(p->in.said, "note: its version there is 1.0.0\n"));
	assert_non_null(strstr(p->in.said, "note: 1 of its manifests cannot be read, among them "
	                                   "`a/Cargo.toml`\n"));
	assert_int_equal(p->in.diag.errors, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PROJECT_TEST(packages_are_found_by_name_and_version),
		PROJECT_TEST(hidden_folders_and_other_repositories_are_left_out),
		PROJECT_TEST(path_dependencies_lead_anywhere_in_it),
		PROJECT_TEST(nothing_outside_is_read),
		PROJECT_TEST(the_workspace_is_not_sought_above_it),
		PROJECT_TEST(the_workspace_is_not_elsewhere),
		PROJECT_TEST(the_manifest_that_names_it_elsewhere_is_told_of),
		PROJECT_TEST(links_above_that_lead_elsewhere_are_not_read),
		PROJECT_TEST(a_package_at_its_top_inherits_nothing_from_above),
		PROJECT_TEST(the_first_of_twins_is_taken),
		PROJECT_TEST(broken_manifests_are_skipped),
		PROJECT_TEST(a_broken_one_that_is_wanted_is_told_of),
		PROJECT_TEST(huge_manifests_are_not_read),
		PROJECT_TEST(one_that_is_not_there_is_told_of),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
