// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/unit/project.h"

#define PACKAGE(edition) \
	"[package]\nname = \"a-b\"\nversion = \"1.0.0\"\nedition = \"" edition "\"\n"

static const char *const kinds[] = { "lib", "bin", "example", "test", "bench", "script" };

/* All targets as `kind name path`, a comma between. */
static Str targets(Project *p, const Manifest *m)
{
	Str all = STR("");
	if (!m)
		fail_msg("refused: %s", p->in.said);
	for (size_t i = 0; i < m->target_count; i++) {
		const Target *t = &m->targets[i];
		all = arena_printf(&p->in.arena, STR_FMT "%s%s " STR_FMT " " STR_FMT, STR_ARG(all),
		                   i ? ", " : "", kinds[t->kind], STR_ARG(t->name.plain),
		                   STR_ARG(t->path));
	}
	return all;
}

static const Manifest *read_with(Project *p, const char *toml, const char *files)
{
	for (Str rest = str_from(files), name; str_next(&rest, ' ', &name);)
		if (name.len)
			project_add(p, arena_cstr(&p->in.arena, name), "");
	project_add(p, "Cargo.toml", toml);
	return project_read(p, "Cargo.toml");
}

static void files_imply_targets(void **state)
{
	Project *p = *state;
	const Manifest *m = read_with(
		p, PACKAGE("2018"),
		"src/lib.rs src/main.rs src/bin/z.rs src/bin/y/main.rs src/bin/no/x.rs "
		"src/bin/.h.rs "
		"examples/e.rs examples/f/main.rs tests/t.rs tests/data.txt benches/b.rs build.rs");
	assert_text(targets(p, m),
	            "lib a_b src/lib.rs, bin a-b src/main.rs, bin y src/bin/y/main.rs, "
	            "bin z src/bin/z.rs, example e examples/e.rs, example f examples/f/main.rs, "
	            "test t tests/t.rs, bench b benches/b.rs, script build-script-build build.rs");
	assert_text(m->targets[1].crate_name.plain, "a_b");
	assert_true(m->targets[0].doctest && !m->targets[1].doctest);
}

static void automatic_targets_can_be_turned_off(void **state)
{
	Project *p = *state;
	const Manifest *m = read_with(
		p,
		PACKAGE("2021") "autobins = false\nautotests = false\nbuild = false\nautolib = "
				"false\n"
				"[[bin]]\nname = \"m\"\npath = \"./src/../src/main.rs\"\n",
		"src/lib.rs src/main.rs src/bin/z.rs tests/t.rs build.rs");
	assert_text(targets(p, m), "bin m src/main.rs");
}

static void explicit_lists_end_inference_in_2015_only(void **state)
{
	Project *p = *state;
	const char *files = "src/main.rs src/bin/one.rs";
	assert_text(targets(p, read_with(p, PACKAGE("2015") "[[bin]]\nname = \"one\"\n", files)),
	            "bin one src/bin/one.rs");
	assert_says(p, "disables Cargo from automatically inferring other binary targets");
	assert_text(targets(p, read_with(p, PACKAGE("2018") "[[bin]]\nname = \"one\"\n", files)),
	            "bin a-b src/main.rs, bin one src/bin/one.rs");
}

static void found_targets_yield_to_explicit_ones_by_name_and_path(void **state)
{
	Project *p = *state;
	const Manifest *m = read_with(p,
	                              PACKAGE("2021") "[[bin]]\nname = \"other\"\n"
	                                              "path = \"src/main.rs\"\n"
	                                              "[[bin]]\nname = \"z\"\npath = \"zz.rs\"\n",
	                              "src/main.rs src/bin/z.rs src/bin/y.rs");
	assert_text(targets(p, m), "bin other src/main.rs, bin y src/bin/y.rs, bin z zz.rs");
}

static void a_name_with_two_files_is_refused(void **state)
{
	Project *p = *state;
	assert_null(read_with(p, PACKAGE("2021") "[[bin]]\nname = \"x\"\n",
	                      "src/bin/x.rs src/bin/x/main.rs"));
	assert_says(p, "multiple target files found at `src/bin/x/main.rs` and `src/bin/x.rs`");
}

static void a_common_mistake_gets_help(void **state)
{
	Project *p = *state;
	assert_null(
		read_with(p, PACKAGE("2021") "[[test]]\nname = \"x\"\n", "src/lib.rs test/x.rs"));
	assert_says(p, "can't find `x` test at default paths, but found a file at `test/x.rs`");
	assert_says(p, "help: perhaps rename the file to `tests/x.rs`");
}

static void missing_tests_of_dependencies_do_not_matter(void **state)
{
	Project *p = *state;
	p->dependency = true;
	const Manifest *m = read_with(p, PACKAGE("2021") "[[test]]\nname = \"x\"\n", "src/lib.rs");
	assert_text(targets(p, m), "lib a_b src/lib.rs");
}

static void old_places_hold_in_2015(void **state)
{
	Project *p = *state;
	assert_text(targets(p, read_with(p, PACKAGE("2015") "[lib]\nname = \"l\"\n", "src/l.rs")),
	            "lib l src/l.rs");
	assert_null(read_with(p, PACKAGE("2018") "[lib]\nname = \"l\"\n", "src/l.rs"));
	assert_text(targets(p, read_with(p, PACKAGE("2015") "[[bin]]\nname = \"q\"\n", "src/q.rs")),
	            "bin q src/q.rs");
}

static void crate_types_decide_what_a_library_is(void **state)
{
	Project *p = *state;
	const Manifest *m =
		read_with(p, PACKAGE("2021") "[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n",
	                  "src/lib.rs");
	assert_int_equal(m->lib->crate_types.count, 2);
	assert_text(m->lib->crate_types.items[0], "cdylib");
	assert_true(m->lib->doctest && !m->proc_macro);
	m = read_with(p, PACKAGE("2021") "[lib]\nproc-macro = true\n", "src/lib.rs");
	assert_text(m->lib->crate_types.items[0], "proc-macro");
	assert_true(m->proc_macro);
	m = read_with(p, PACKAGE("2021") "[lib]\ncrate-type = [\"staticlib\"]\n", "src/lib.rs");
	assert_false(m->lib->doctest);
	m = read_with(p, PACKAGE("2021") "[lib]\ncrate-type = [\"lib\"]\nproc-macro = true\n",
	              "src/lib.rs");
	assert_text(m->lib->crate_types.items[0], "lib");
	assert_true(m->lib->proc_macro);
}

static void scripts_are_named_after_their_file(void **state)
{
	Project *p = *state;
	const char *toml = PACKAGE("2021") "build = \"build/main.rs\"\nlinks = \"z\"\n";
	const Manifest *m = read_with(p, toml, "src/lib.rs");
	assert_text(m->script->name.plain, "build-script-main");
	assert_text(m->script->crate_name.plain, "build_script_main");
	assert_text(m->links, "z");
}

static void keys_override_what_kinds_imply(void **state)
{
	Project *p = *state;
	const Manifest *m = read_with(p,
	                              PACKAGE("2021") "[lib]\ntest = false\ndoctest = false\n"
	                                              "[[example]]\nname = \"e\"\ntest = true\n"
	                                              "crate-type = [\"staticlib\"]\n"
	                                              "required-features = [\"f\"]\n",
	                              "src/lib.rs examples/e.rs");
	assert_false(m->lib->test || m->lib->doctest);
	assert_true(m->targets[1].test && m->targets[1].harness);
	assert_text(m->targets[1].crate_types.items[0], "staticlib");
	assert_text(m->targets[1].required_features.items[0], "f");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PROJECT_TEST(files_imply_targets),
		PROJECT_TEST(automatic_targets_can_be_turned_off),
		PROJECT_TEST(explicit_lists_end_inference_in_2015_only),
		PROJECT_TEST(found_targets_yield_to_explicit_ones_by_name_and_path),
		PROJECT_TEST(a_name_with_two_files_is_refused),
		PROJECT_TEST(a_common_mistake_gets_help),
		PROJECT_TEST(missing_tests_of_dependencies_do_not_matter),
		PROJECT_TEST(old_places_hold_in_2015),
		PROJECT_TEST(crate_types_decide_what_a_library_is),
		PROJECT_TEST(scripts_are_named_after_their_file),
		PROJECT_TEST(keys_override_what_kinds_imply),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
