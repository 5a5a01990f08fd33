// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/unit/project.h"

#define PACKAGE "[package]\nname = \"a\"\nversion = \"1.0.0\"\nedition = \"2021\"\n"

/* What is wrong, and where: the position is part of it. */
static const Refused refused[] = {
	{ "hints = []\n" PACKAGE, "invalid type for `hints`: an array of 0, expected a table" },
	{ "profile = { dev = [1, 1] }\n" PACKAGE, "invalid type for `lto`" },
	{ "",
	  "Cargo.toml:1:1: error: manifest is missing either a `[package]` or a `[workspace]`" },
	{ "package = 1\n",
	  "1:11: error: invalid type for `package`: integer `1`, expected a table" },
	{ "[package]\n", "1:2: error: missing field `package.name`" },
	{ "[package]\nname = \"a b\"\n",
	  "2:8: error: invalid character ` ` in package name `a b`" },
	{ "[package]\nname = \"1a\"\n", "the name cannot start with a digit" },
	{ "[package]\nname = \"\"\n", "2:8: error: package name cannot be empty" },
	{ "[package]\nname = \"a::b\"\n", "2:8: error: feature `open-namespaces` is required" },
	{ "[package]\nname = \"a\"\nversion = \"1.0\"\n", "3:11: error: invalid version `1.0`" },
	{ "[package]\nname = \"a\"\nversion = 1.0\n",
	  "help: put it in quotes: `version = \"1.0\"`" },
	{ "[package]\nname = \"a\"\nedition = \"2020\"\n",
	  "3:11: error: supported edition values are `2015`, `2018`, `2021`, or `2024`, but `2020` "
	  "is "
	  "unknown" },
	{ "[package]\nname = \"a\"\nedition = \"2027\"\n", "older than the `2027` edition" },
	{ "[package]\nname = \"a\"\nedition = 2021\n",
	  "help: put it in quotes: `edition = \"2021\"`" },
	{ PACKAGE "rust-version = \"^1.70\"\n",
	  "unexpected version requirement, expected a version like" },
	{ PACKAGE "rust-version = \"1.55\"\n", "error: rust-version 1.55 is incompatible with the "
	                                       "version (1.56.0) required by the specified "
	                                       "edition (2021)" },
	{ PACKAGE "authors = \"me\"\n", "help: put it in brackets: `authors = [\"me\"]`" },
	{ PACKAGE "authors = [1]\n", "5:12: error: invalid type in `authors`: integer `1`" },
	{ PACKAGE "links = \"z\"\n",
	  "5:9: error: package specifies that it links to `z` but does not "
	  "have a custom build script" },
	{ PACKAGE "build = [\"a.rs\"]\n", "feature `multiple-build-scripts` is required" },
	{ PACKAGE "build = \"..\"\n", "invalid `package.build` file name" },
	{ PACKAGE "default-run = \"x\"\n", "error: default-run target `x` not found" },
	{ PACKAGE "metabuild = \"m\"\n", "feature `metabuild` is required" },
	{ PACKAGE "forced-target = \"m\"\n", "feature `per-package-target` is required" },
	{ PACKAGE "cargo-features = []\n", "should be set at the top of Cargo.toml" },
	{ PACKAGE "resolver = \"4\"\n", "`resolver` setting `4` is not valid" },
	{ PACKAGE "resolver = \"1\"\n[workspace]\nresolver = \"2\"\n",
	  "cannot specify `resolver` field in both" },
	{ PACKAGE "workspace = \"..\"\n[workspace]\n",
	  "5:1: error: cannot configure both `package.workspace` and `[workspace]`" },
	{ "[package]\nname = \"a\"\npublish = true\n",
	  "`package.publish` requires `package.version`" },
	{ "cargo-features = [\"metabuild\"]\n" PACKAGE,
	  "1:19: error: the cargo feature `metabuild` requires a nightly version of Cargo" },
	{ "cargo-features = [\"x\"]\n" PACKAGE, "unknown Cargo.toml feature `x`" },
	{ "cargo-features = [\"publish-lockfile\"]\n" PACKAGE,
	  "has been removed in the 1.37 release" },
	{ "[project]\nname = \"a\"\nedition = \"2024\"\n",
	  "`[project]` is not supported as of the 2024" },
	{ "[workspace]\n[dependencies]\n",
	  "2:2: error: this virtual manifest specifies a `dependencies` section" },
	{ "[workspace]\n[lints]\n", "help: a similar field exists: `[workspace.lints]`" },
	{ PACKAGE "[badges.x]\na = 1\n", "expected a string" },
	{ PACKAGE "[lib]\nname = \"a-b\"\n",
	  "6:8: error: library target names cannot contain hyphens: a-b" },
	{ PACKAGE "[lib]\ncrate-type = [\"dylib\", \"cdylib\"]\n",
	  "cannot set the crate type of both `dylib` and `cdylib`" },
	{ PACKAGE "[lib]\ncrate-type = [\"lib\", \"proc-macro\"]\n",
	  "cannot mix `proc-macro` crate type with others" },
	{ PACKAGE "[lib]\nedition = \"1\"\n", "supported edition values" },
	{ PACKAGE "[[lib]]\nname = \"a\"\n", "help: there is only one: write `[lib]`" },
	{ PACKAGE "[bin]\nname = \"a\"\n", "help: there may be several: write `[[bin]]`" },
	{ PACKAGE "[[bin]]\npath = \"x.rs\"\n", "binary target bin.name is required" },
	{ PACKAGE "[[bin]]\nname = \"deps\"\npath = \"x.rs\"\n", "`deps` is forbidden" },
	{ PACKAGE "[[bin]]\nname = \"x\"\n",
	  "6:8: error: can't find `x` bin at `src/bin/x.rs` or" },
	{ PACKAGE "[[bin]]\nname = \"x\"\npath = \"x.rs\"\nfilename = \"y\"\n",
	  "feature `different-binary-name` is required" },
	{ PACKAGE "[[bin]]\nname = \"x\"\npath = \"x.rs\"\ncrate-type = [\"lib\"]\n",
	  "the target `x` is a binary and can't have any crate-types set" },
	{ PACKAGE "[[bin]]\nname = \"x\"\npath = \"x.rs\"\nproc-macro = true\n",
	  "is a binary and can't have `proc-macro` set `true`" },
	{ PACKAGE
	  "[[test]]\nname = \"x\"\npath = \"x.rs\"\n[[test]]\nname = \"x\"\npath = \"y.rs\"\n",
	  "9:8: error: found duplicate test name x" },
	{ PACKAGE "[lints.rust]\nx = \"no\"\n",
	  "6:5: error: unknown variant `no`, expected one of `forbid`, `deny`, `warn`, `allow`" },
	{ PACKAGE "[lints.rust]\nx = { priority = 1 }\n", "missing field `level`" },
	{ PACKAGE "[lints.rust]\nx = { level = \"warn\", priority = 200 }\n", "from -128 to 127" },
	{ PACKAGE "[lints.rust]\n\"clippy::x\" = \"warn\"\n", "help: try `lints.clippy.x`" },
	{ PACKAGE "[lints]\nworkspace = true\nrust.x = \"warn\"\n[workspace.lints]\n",
	  "cannot override `workspace.lints` in `lints`" },
	{ PACKAGE "[profile.dev]\nopt-level = \"3\"\n", "help: without quotes: `opt-level = 3`" },
	{ PACKAGE "[profile.dev]\ndebug = 3\n", "invalid value for `debug`" },
	{ PACKAGE "[profile.dev]\nlto = \"true\"\n", "must be a boolean" },
	{ PACKAGE "[profile.dev]\npanic = \"x\"\n",
	  "`panic` setting of `x` is not a valid setting" },
	{ PACKAGE "[profile.dev]\ncodegen-units = -1\n", "expected an unsigned 32-bit number" },
	{ PACKAGE "[profile.dev]\nrustflags = []\n", "feature `profile-rustflags` is required" },
	{ PACKAGE "[profile.dev.package.x]\nlto = true\n",
	  "`lto` may not be specified in a `package`" },
	{ PACKAGE "[profile.dev.build-override]\npanic = \"abort\"\n",
	  "in a `build-override` profile" },
	{ PACKAGE "[profile.dev.package.x.package.y]\n",
	  "package-specific profiles cannot be nested" },
	{ PACKAGE "[profile.dev.package.\"a b\"]\n", "invalid package ID specification `a b`" },
	{ PACKAGE "[profile.build]\n", "profile name `build` is reserved" },
	{ PACKAGE "[profile.\"a\xc2\xb7\"]\n", "allowed characters are letters, numbers" },
	{ PACKAGE "[profile.dev]\ndir-name = \"x\"\n", "`dir-name` is not currently allowed" },
	{ PACKAGE "[patch.crates]\nx = { path = \"x\" }\n", "use [patch.crates-io] (with a dash)" },
	{ PACKAGE "[patch.crates-io]\n[replace]\n", "cannot specify both [replace] and [patch]" },
	{ PACKAGE "[replace]\nx = { path = \"x\" }\n", "replacements must specify a version" },
	{ PACKAGE "[replace]\n\"x:1.0.0\" = \"1\"\n", "cannot specify a version requirement" },
	{ PACKAGE "[workspace.dependencies]\nx = { version = \"1\", optional = true }\n",
	  "x is optional, but workspace dependencies cannot be optional" },
};

static void bad_manifests_are_refused_with_place_and_reason(void **state)
{
	(void)state;
	assert_refused(refused, COUNT_OF(refused));
}

static const Refused warned[] = {
	{ "hints = [true, 1]\nprofile = { dev = [1, true] }\n[package]\nname = \"a\"\n",
	  "no edition set" },
	{ PACKAGE "naem = \"x\"\n", "5:1: warning: unused manifest key: package.naem" },
	{ PACKAGE "naem = \"x\"\n", "help: a key with a similar name exists: `name`" },
	{ PACKAGE "[lib]\nplugin = true\n", "6:1: warning: unused manifest key: lib.plugin" },
	{ PACKAGE "[[test]]\nname = \"t\"\npath = \"t.rs\"\nx = 1\n",
	  "unused manifest key: test.0.x" },
	{ PACKAGE "[profile.dev]\nx = 1\n", "unused manifest key: profile.dev.x" },
	{ PACKAGE "[profile.dev.package.y]\nx = 1\n",
	  "unused manifest key: profile.dev.package.y.x" },
	{ PACKAGE "[hints]\nx = 1\n", "unused manifest key: hints.x" },
	{ PACKAGE "[target.'cfg(unix)'.x]\n", "unused manifest key: target.cfg(unix).x" },
	{ "[package]\nname = \"a\"\n",
	  "no edition set: defaulting to the 2015 edition while the latest is 2024" },
	{ "[package]\nname = \"a\"\nrust-version = \"1.56\"\n", "while 2021 is compatible" },
	{ "[project]\nname = \"a\"\nedition = \"2021\"\n", "`[project]` is deprecated" },
	{ PACKAGE "[lib]\nproc_macro = true\n",
	  "`proc_macro` is deprecated in favor of `proc-macro` and will not work in the 2024 "
	  "edition (in "
	  "the `a` library target)" },
	{ PACKAGE "[dev_dependencies]\n[dev-dependencies]\n",
	  "`dev_dependencies` is redundant with `dev-dependencies`" },
	{ PACKAGE "[lib]\nedition = \"2018\"\n",
	  "`edition` is set on library `a` which is deprecated" },
	{ PACKAGE "[lints.x]\ny = \"warn\"\n", "unrecognized lint tool `lints.x`" },
	{ PACKAGE "[features]\ndefault-features = []\n", "only a feature named `default`" },
	{ "cargo-features = [\"edition\"]\n" PACKAGE, "has been stabilized in the 1.31 release" },
	{ PACKAGE "[[bin]]\nname = \"b\"\npath = \"src/lib.rs\"\n",
	  "file `src/lib.rs` found to be present in multiple build targets" },
};

static void doubtful_manifests_are_warned_of(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(warned); i++) {
		Project *p = project_new();
		if (!project_parse(p, warned[i].toml))
			fail_msg("refused:\n%s\n%s", warned[i].toml, p->in.said);
		assert_says(p, warned[i].says);
		project_free(p);
	}
}

static void dependencies_are_not_warned_of(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(warned); i++) {
		Project *p = project_new();
		p->dependency = true;
		assert_non_null(project_parse(p, warned[i].toml));
		assert_string_equal(p->in.said, "");
		project_free(p);
	}
}

static void several_errors_come_in_one_run(void **state)
{
	Project *p = *state;
	assert_null(project_parse(p, "[package]\nname = 1\nedition = \"2\"\n[dependencies]\nx = 1\n"
	                             "[features]\nf = [\"g\"]\n"));
	assert_int_equal(p->in.diag.errors, 4);
}

static void lints_come_in_the_order_of_flags(void **state)
{
	Project *p = *state;
	const Manifest *m =
		project_parse(p, PACKAGE
	                      "[lints.rust]\nunused = { level = \"warn\", priority = -1 }\n"
	                      "dead_code = \"allow\"\n"
	                      "unexpected_cfgs = { level = \"warn\", check-cfg = [\"cfg(x)\"] }\n"
	                      "[lints.clippy]\nall = \"deny\"\n[lints.cargo]\nx = \"warn\"\n"
	                      "[lints.unheard-of]\na-b = { level = \"warn\", priority = 1 }\n");
	static const char *const order[] = { "unused", "unexpected_cfgs", "dead_code", "all",
		                             "a-b" };
	assert_int_equal(m->lint_count, COUNT_OF(order));
	for (size_t i = 0; i < COUNT_OF(order); i++)
		assert_text(m->lints[i].name, order[i]);
	assert_int_equal(m->lints[1].check_cfg.count, 1);
	assert_text(m->lints[3].tool, "clippy");
}

static void readme_is_not_looked_for_if_nobody_asks(void **state)
{
	Project *p = *state;
	project_add(p, "README.md", "");
	project_add(p, "src/lib.rs", "");
	project_add(p, "Cargo.toml", "[package]\nname = \"a\"\n");
	const SourceId source = source_path(p->in.folder);
	const ManifestContext c = {
		.arena = &p->in.arena, .diag = &p->in.diag, .source = &source, .no_readme = true
	};
	const Manifest *m =
		manifest_read(&c, path_join(&p->in.arena, p->in.folder, STR("Cargo.toml")),
	                      "Cargo.toml");
	assert_text(m->info.readme, "");
	project_add(p, "Cargo.toml", "[package]\nname = \"a\"\nreadme = \"R\"\n");
	m = manifest_read(&c, path_join(&p->in.arena, p->in.folder, STR("Cargo.toml")),
	                  "Cargo.toml");
	assert_text(m->info.readme, "R");
}

static void package_info_has_defaults(void **state)
{
	Project *p = *state;
	project_add(p, "README.txt", "");
	const Manifest *m =
		project_parse(p, "[package]\nname = \"a-b\"\nrust-version = \"1.70\"\n");
	assert_text(m->version.text, "0.0.0");
	assert_text(m->info.readme, "README.txt");
	assert_text(m->info.license, "");
	assert_text(m->rust_version, "1.70");
	assert_int_equal(m->edition, EDITION_2015);
	assert_text(m->lib->name.plain, "a_b");
}

static void patches_and_replacements_are_kept_as_written(void **state)
{
	Project *p = *state;
	const Manifest *m = project_parse(p, PACKAGE "[patch.crates-io]\nx = { path = \"x\" }\n"
	                                             "[patch.\"https://h.invalid/r.git\"]\n"
	                                             "y = { git = \"https://h.invalid/s\" }\n");
	assert_int_equal(m->patch_count, 2);
	assert_true(source_is_crates_io(m->patches[0].patched));
	assert_int_equal(m->patches[0].dep.source->kind, SOURCE_PATH);
	assert_text(m->patches[1].patched->canonical, "https://h.invalid/r");
	project_add(p, "r/src/lib.rs", "");
	project_add(p, "r/Cargo.toml", PACKAGE "[replace]\n\"x:1.0.0\" = { path = \"x\" }\n");
	m = project_read(p, "r/Cargo.toml");
	assert_text(m->replaces[0].of, "x:1.0.0");
	assert_text(m->replaces[0].dep.key, "x");
}

static void dates_pass_for_tables_of_strings(void **state)
{
	Project *p = *state;
	assert_non_null(project_parse(p, PACKAGE "[badges]\na = 1979-05-27\nb = 07:32:00\n"));
}

static void published_packages_inherit_nothing_of_others(void **state)
{
	Project *p = *state;
	const char *own = "[package]\nname = \"a\"\nversion.workspace = true\n";
	const char *root = "[workspace]\nmembers = [\"r\"]\n[workspace.package]\n"
			   "version = \"1.2.3\"\n";
	project_add(p, "Cargo.toml", root);
	project_add(p, "r/src/lib.rs", "");
	project_add(p, "r/Cargo.toml", own);
	assert_text(project_read(p, "r/Cargo.toml")->version.text, "1.2.3");
	p->source = source_crates_io;
	assert_null(project_read(p, "r/Cargo.toml"));
	assert_says(p, "failed to find a workspace root");
	project_add(p, "r/Cargo.toml",
	            "[package]\nname = \"a\"\nversion.workspace = true\nworkspace = \"..\"\n");
	assert_null(project_read(p, "r/Cargo.toml"));
	assert_says(p, "r/Cargo.toml:4:13: error: `package.workspace` of");
	assert_says(p, "which is not in");
	project_add(p, "r/Cargo.toml",
	            arena_printf(&p->in.arena, "%s[workspace.package]\nversion = \"4.5.6\"\n", own)
	                    .ptr);
	assert_text(project_read(p, "r/Cargo.toml")->version.text, "4.5.6");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_manifests_are_refused_with_place_and_reason),
		cmocka_unit_test(doubtful_manifests_are_warned_of),
		cmocka_unit_test(dependencies_are_not_warned_of),
		PROJECT_TEST(several_errors_come_in_one_run),
		PROJECT_TEST(lints_come_in_the_order_of_flags),
		PROJECT_TEST(package_info_has_defaults),
		PROJECT_TEST(dates_pass_for_tables_of_strings),
		PROJECT_TEST(readme_is_not_looked_for_if_nobody_asks),
		PROJECT_TEST(published_packages_inherit_nothing_of_others),
		PROJECT_TEST(patches_and_replacements_are_kept_as_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
