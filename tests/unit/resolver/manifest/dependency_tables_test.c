// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/unit/project.h"

#define PACKAGE "[package]\nname = \"a\"\nversion = \"1.0.0\"\nedition = \"2021\"\n"
#define DEPS    PACKAGE "[dependencies]\n"

static const Refused refused[] = {
	{ DEPS "x = 1\n",
	  "6:5: error: invalid type for `x`: integer `1`, expected a version string" },
	{ DEPS "x = true\n", "help: if you meant to use a workspace member, you can write "
	                     "`x.workspace = true`" },
	{ DEPS "x = \"1..\"\n", "6:5: error: failed to parse the version requirement `1..` for "
	                        "dependency `x`" },
	{ DEPS "x = {}\n", "6:1: error: dependency (x) specified without providing a local path" },
	{ DEPS "\"x/y\" = \"1\"\n", "6:1: error: invalid character `/` in package name `x/y`" },
	{ DEPS "x = { git = \"https://h.invalid/x\", path = \"x\" }\n",
	  "specification is ambiguous. Only one of `git` or `path` is allowed" },
	{ DEPS "x = { git = \"https://h.invalid/x\", tag = \"1\", rev = \"2\" }\n",
	  "Only one of `branch`, `tag` or `rev` is allowed" },
	{ DEPS "x = { version = \"1\", branch = \"b\" }\n",
	  "key `branch` is ignored for dependency (x)" },
	{ DEPS "x = { git = \"git@h.invalid:u/x.git\" }\n",
	  "help: write it as a URL: `ssh://git@h.invalid/u/x.git`" },
	{ DEPS
	  "x = { version = \"1\", registry = \"r\", registry-index = \"https://r.invalid/\" }\n",
	  "Only one of `registry` or `registry-index` is allowed" },
	{ DEPS "x = { version = \"1\", registry = \"\" }\n", "registry name cannot be empty" },
	{ DEPS "x = { version = \"1\", features = [\"y/z\"] }\n",
	  "is not allowed to contain slashes" },
	{ DEPS "x = { version = \"1\", features = [\"dep:y\"] }\n", "explicit `dep:` syntax" },
	{ DEPS "x = { path = \"x\", base = \"b\" }\n", "feature `path-bases` is required" },
	{ DEPS "x = { version = \"1\", artifact = \"bin\" }\n", "requires `-Z bindeps` (x)" },
	{ DEPS "x = { version = \"1\", lib = true }\n", "'lib' specifier cannot be used without" },
	{ DEPS "x = { workspace = false }\n", "`workspace` cannot be false" },
	{ DEPS "x.workspace = true\n[workspace]\n",
	  "note: `workspace.dependencies` was not defined" },
	{ DEPS "x.workspace = true\n[workspace.dependencies]\ny = \"1\"\n",
	  "`dependency.x` was not found in `workspace.dependencies`" },
	{ DEPS "x.workspace = true\n", "failed to find a workspace root" },
	{ DEPS "x = \"1\"\n[target.x.dependencies]\nx = { path = \"x\" }\n",
	  "dependency 'x' has different source paths depending on the build target" },
	{ PACKAGE "[dev-dependencies]\nx = { version = \"1\", optional = true }\n",
	  "dev-dependencies are not allowed to be optional: `x`" },
	{ PACKAGE "[target.'cfg(x'.dependencies]\n", "as a cfg expression" },
	{ "[package]\nname = \"a\"\nedition = \"2024\"\n[build_dependencies]\n",
	  "4:2: error: `build_dependencies` is unsupported as of the 2024 edition; instead use "
	  "`build-dependencies`" },
	/* features */
	{ PACKAGE "[features]\nf = [\"g\"]\n",
	  "6:6: error: feature `f` includes `g` which is neither a "
	  "dependency nor another feature" },
	{ PACKAGE "[features]\nfoo = [\"fooo\"]\n",
	  "help: a feature with a similar name exists: `foo`" },
	{ PACKAGE "[features]\nf = [\"f\"]\n",
	  "cyclic feature dependency: feature `f` depends on itself" },
	{ PACKAGE "[features]\n\"dep:f\" = []\n", "not allowed to start with `dep:`" },
	{ PACKAGE "[features]\n\"a&b\" = []\n", "invalid character `&` in feature name `a&b`" },
	{ PACKAGE "[features]\nf = [\"dep:x\"]\n", "but `x` is not listed as a dependency" },
	{ PACKAGE "[features]\nf = [\"x/y\"]\n", "but `x` is not a dependency" },
	{ DEPS "x = \"1\"\n[features]\nf = [\"x\"]\n", "but `x` is not an optional dependency" },
	{ DEPS "x = \"1\"\n[features]\nf = [\"dep:x\"]\n",
	  "but `x` is not an optional dependency" },
	{ DEPS "x = \"1\"\n[features]\nf = [\"x?/y\"]\n",
	  "with a `?`, but `x` is not an optional" },
	{ DEPS "x = \"1\"\n[features]\nf = [\"x/y/z\"]\n", "multiple slashes in feature `x/y/z`" },
	{ DEPS "x = { version = \"1\", optional = true }\n[features]\nf = [\"dep:x/y\"]\n",
	  "with both `dep:` and `/`" },
	{ DEPS
	  "x = { version = \"1\", optional = true }\n[features]\nf = [\"dep:x\"]\ng = [\"x\"]\n",
	  "help: use `dep:x` to enable the dependency" },
	{ DEPS "x = { version = \"1\", optional = true }\n[features]\nx = []\n",
	  "optional dependency `x` is not included in any feature" },
};

static void bad_dependencies_and_features_are_refused(void **state)
{
	(void)state;
	assert_refused(refused, COUNT_OF(refused));
}

static const Dependency *find(const Manifest *m, const char *key)
{
	for (size_t i = 0; i < m->dep_count; i++)
		if (str_eq(m->deps[i].key, str_from(key)))
			return &m->deps[i];
	fail_msg("no dependency %s", key);
	return NULL;
}

static void records_come_by_table_and_name(void **state)
{
	Project *p = *state;
	const Manifest *m = project_parse(
		p, PACKAGE "[target.z.dependencies]\nt = \"1\"\n[build-dependencies]\nc = \"1\"\n"
			   "[dev-dependencies]\nb = \"1\"\n[dependencies]\nz = \"1\"\na = \"1\"\n"
			   "[target.'cfg(unix)'.dependencies]\nu = \"1\"\n");
	static const char *const order[] = { "a", "z", "b", "c", "u", "t" };
	assert_int_equal(m->dep_count, COUNT_OF(order));
	for (size_t i = 0; i < COUNT_OF(order); i++)
		assert_text(m->deps[i].key, order[i]);
	assert_int_equal(m->deps[2].kind, DEP_DEV);
	assert_int_equal(m->deps[3].kind, DEP_BUILD);
	assert_non_null(m->deps[4].platform->expr);
	assert_null(m->deps[5].platform->expr);
}

static void sources_follow_from_keys(void **state)
{
	Project *p = *state;
	const Manifest *m = project_parse(
		p, DEPS "c = \"1\"\np = { path = \"../p\", version = \"1\" }\n"
			"g = { git = \"https://h.invalid/g\", branch = \"b\" }\n"
			"i = { version = \"1\", registry-index = \"sparse+https://r.invalid/\" }\n"
			"r = { version = \"1\", registry = \"crates-io\", package = \"s\" }\n");
	assert_true(source_is_crates_io(find(m, "c")->source));
	assert_int_equal(find(m, "p")->source->kind, SOURCE_PATH);
	assert_text(path_name(find(m, "p")->source->url), "p");
	assert_int_equal(find(m, "g")->source->ref_kind, GIT_BRANCH);
	assert_true(find(m, "g")->req.any && !find(m, "p")->req.any);
	assert_int_equal(find(m, "i")->source->kind, SOURCE_SPARSE);
	assert_text(find(m, "r")->package, "s");
	assert_true(find(m, "r")->renamed && !find(m, "c")->renamed);
}

static void paths_in_a_git_package_mean_its_source(void **state)
{
	Project *p = *state;
	p->dependency = true;
	p->source =
		source_git(&p->in.arena, STR("https://h.invalid/g"), GIT_TAG, STR("t"), STR(""));
	const Manifest *m = project_parse(p, DEPS "p = { path = \"../p\" }\n");
	assert_true(source_eq(find(m, "p")->source, &p->source));
}

static void members_inherit_from_their_workspace(void **state)
{
	Project *p = *state;
	project_add(p, "README.md", "");
	project_add(p, "m/src/lib.rs", "");
	project_add(
		p, "Cargo.toml",
		"[workspace.package]\nversion = \"1.2.3\"\nedition = \"2021\"\n"
		"license-file = \"LICENSE\"\nauthors = [\"me\"]\n"
		"[workspace.dependencies]\nx = { path = \"x\", features = [\"one\"], "
		"default-features = false }\ny = \"1\"\n[workspace.lints]\nrust.z = \"deny\"\n");
	project_add(p, "m/Cargo.toml",
	            "[package]\nname = \"m\"\nversion.workspace = true\nedition.workspace = true\n"
	            "license-file.workspace = true\nreadme.workspace = true\n"
	            "authors.workspace = true\n[lints]\nworkspace = true\n[dependencies]\n"
	            "x = { workspace = true, features = [\"two\"], optional = true }\n"
	            "y = { workspace = true, default-features = false }\n");
	const Manifest *m = project_read(p, "m/Cargo.toml");
	if (!m)
		fail_msg("refused: %s", p->in.said);
	assert_text(m->version.text, "1.2.3");
	assert_int_equal(m->edition, EDITION_2021);
	assert_text(m->info.license_file, "../LICENSE");
	assert_text(m->info.readme, "../README.md");
	assert_text(m->info.authors.items[0], "me");
	assert_text(m->lints[0].level, "deny");
	const Dependency *x = find(m, "x");
	assert_true(x->optional && !x->default_features);
	assert_int_equal(x->features.count, 2);
	assert_text(x->features.items[0], "one");
	assert_text(str_sub(x->source->url, p->in.folder.len, x->source->url.len), "/x");
	/* a member cannot turn them off alone: ignored with a warning up to 2021 */
	assert_true(find(m, "y")->default_features);
	assert_says(p, "`default-features` is ignored for y");
}

static void what_the_workspace_lacks_is_refused(void **state)
{
	Project *p = *state;
	project_add(p, "m/src/lib.rs", "");
	project_add(p, "Cargo.toml", "[workspace.package]\n");
	project_add(p, "m/Cargo.toml", "[package]\nname = \"m\"\nversion.workspace = true\n");
	assert_null(project_read(p, "m/Cargo.toml"));
	assert_says(p, "m/Cargo.toml:3:1: error: error inheriting `version` from workspace root "
	               "manifest's `workspace.package.version`");
	assert_says(p, "note: `workspace.package.version` was not defined");
}

static void default_features_cannot_be_turned_off_in_2024(void **state)
{
	Project *p = *state;
	assert_null(project_parse(p, "[package]\nname = \"m\"\nedition = \"2024\"\n[dependencies]\n"
	                             "y = { workspace = true, default-features = false }\n"
	                             "[workspace.dependencies]\ny = \"1\"\n"));
	assert_says(p, "`default-features = false` cannot override workspace's `default-features`");
	p->cargo.minor = 99;
	const Manifest *m =
		project_parse(p, "[package]\nname = \"m\"\nedition = \"2024\"\n[dependencies]\n"
	                         "y = { workspace = true, default-features = false }\n"
	                         "[workspace.dependencies]\ny = \"1\"\n");
	assert_false(m->deps[0].default_features);
}

static void git_beside_a_registry_came_with_1_96(void **state)
{
	static const char toml[] = DEPS "x = { git = \"https://h.invalid/x\", "
					"registry-index = \"https://r.invalid/\" }\n";
	Project *p = *state;
	assert_null(project_parse(p, toml));
	assert_says(p, "Only one of `git` or `registry` is allowed");
	p->cargo.minor = 96;
	const Manifest *m = project_parse(p, toml);
	assert_int_equal(m->deps[0].source->kind, SOURCE_GIT);
}

static void implicit_and_declared_features_pass(void **state)
{
	Project *p = *state;
	const Manifest *m = project_parse(
		p, DEPS "d = { version = \"1\", optional = true }\n"
			"e = { version = \"1\", optional = true }\n[dev-dependencies]\nv = \"1\"\n"
			"[features]\ns = [\"d/x\"]\nh = [\"dep:e\"]\nw = [\"d?/x\", \"d\"]\n"
			"g = [\"v/x\"]\ndefault = [\"s\"]\n");
	if (!m)
		fail_msg("refused: %s", p->in.said);
	assert_int_equal(m->feature_count, 5);
	assert_text(m->features[0].name, "default");
	assert_text(m->features[4].values.items[0], "d?/x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_dependencies_and_features_are_refused),
		PROJECT_TEST(records_come_by_table_and_name),
		PROJECT_TEST(git_beside_a_registry_came_with_1_96),
		PROJECT_TEST(sources_follow_from_keys),
		PROJECT_TEST(paths_in_a_git_package_mean_its_source),
		PROJECT_TEST(members_inherit_from_their_workspace),
		PROJECT_TEST(what_the_workspace_lacks_is_refused),
		PROJECT_TEST(default_features_cannot_be_turned_off_in_2024),
		PROJECT_TEST(implicit_and_declared_features_pass),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
