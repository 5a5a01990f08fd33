// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/config/patch.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Fixture {
	Scratch in;
	SourceId source;
	ManifestContext reader;
} Fixture;

static int set_up(void **state)
{
	Fixture *f = xcalloc(1, sizeof *f);
	scratch_open(&f->in);
	f->source = source_path(f->in.folder);
	f->reader = (ManifestContext){ .arena = &f->in.arena,
		                       .diag = &f->in.diag,
		                       .source = &f->source };
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *f = *state;
	scratch_close(&f->in);
	free(f);
	return 0;
}

static const Config *configure(Fixture *f, const char *text)
{
	const Str folder = arena_printf(&f->in.arena, STR_FMT "/.cargo", STR_ARG(f->in.folder));
	const Str file = arena_printf(&f->in.arena, STR_FMT "/config.toml", STR_ARG(folder));
	const Str home =
		arena_printf(&f->in.arena, "CARGO_HOME=" STR_FMT "/home", STR_ARG(f->in.folder));
	char **env = arena_array(&f->in.arena, char *, 2);
	env[0] = arena_cstr(&f->in.arena, home);
	assert_true(fs_make_folders(folder.ptr, &f->in.diag));
	assert_true(fs_write(file.ptr, str_from(text), &f->in.diag));
	const ConfigSources from = { .cwd = f->in.folder, .env = env };
	const Config *c = config_load(&f->in.arena, &f->in.diag, &from);
	assert_non_null(c);
	return c;
}

static void assert_below(const Fixture *f, Str path, const char *rest)
{
	assert_true(str_starts_with(path, f->in.folder));
	const Str tail = str_sub(path, f->in.folder.len, path.len);
	assert_int_equal(tail.len, strlen(rest));
	assert_memory_equal(tail.ptr, rest, tail.len);
}

static void paths_of_patches_start_beside_the_folder_of_the_file(void **state)
{
	Fixture *f = *state;
	const Config *c = configure(f, "[patch.crates-io]\nb = { path = \"x/../b\" }\n"
	                               "[patch.\"https://h.org/r\"]\n"
	                               "c = { git = \"https://h.org/c\", package = \"d\" }\n");
	PatchList list;
	assert_true(patch_config_read(c, &f->reader, &list));
	assert_int_equal(list.count, 2);
	assert_true(source_is_crates_io(list.items[0].patched));
	assert_int_equal(list.items[0].dep.source->kind, SOURCE_PATH);
	assert_below(f, list.items[0].dep.source->url, "/b");
	assert_true(str_eq(list.items[1].patched->canonical, STR("https://h.org/r")));
	assert_true(str_eq(list.items[1].dep.package, STR("d")));
}

static void wrong_patches_are_refused(void **state)
{
	Fixture *f = *state;
	PatchList list;
	assert_false(patch_config_read(configure(f, "patch.crates-io = 1\n"), &f->reader, &list));
	assert_int_equal(f->in.diag.errors, 1);
}

static void overrides_start_beside_the_folder_of_the_file(void **state)
{
	Fixture *f = *state;
	OverrideList folders;
	assert_true(
		patch_config_overrides(configure(f, "paths = [\"../o\", \"/abs\"]\n"), &folders));
	assert_int_equal(folders.count, 2);
	assert_true(path_is_absolute(folders.items[0].folder));
	assert_true(str_ends_with(folders.items[0].folder, STR("/o")));
	assert_true(str_eq(folders.items[1].folder, STR("/abs")));
}

static void no_overrides_are_none(void **state)
{
	Fixture *f = *state;
	OverrideList folders;
	assert_true(patch_config_overrides(configure(f, ""), &folders));
	assert_int_equal(folders.count, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(paths_of_patches_start_beside_the_folder_of_the_file),
		TEST(wrong_patches_are_refused),
		TEST(overrides_start_beside_the_folder_of_the_file),
		TEST(no_overrides_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
