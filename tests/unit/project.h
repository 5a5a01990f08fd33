/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * project.h - a package in a temporary folder, read as l4cargo reads it, for tests of manifests.
 *
 * project_new makes the folder, project_add its files, project_read reads a
 * manifest of it; what was said is then in `said`, with paths as the test
 * wrote them. project_free removes it all.
 */
#ifndef L4CARGO_TESTS_UNIT_PROJECT_H
#define L4CARGO_TESTS_UNIT_PROJECT_H

#include "base/files/fs.h"
#include "base/text/path.h"
#include "resolver/manifest/manifest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct Project {
	Arena arena;
	Diag diag;
	Str folder;
	char *said;
	size_t said_size;
	SourceId source;
	bool dependency; /* read as one: no warnings */
} Project;

static inline Project *project_new(void)
{
	Project *p = test_calloc(1, sizeof(*p));
	const char *tmp = getenv("TMPDIR");
	char *folder = arena_cstr(&p->arena, arena_printf(&p->arena, "%s/l4cargo-test-XXXXXX",
	                                                  tmp ? tmp : "/tmp"));
	assert_non_null(mkdtemp(folder));
	p->folder = str_from(folder);
	p->diag.out = open_memstream(&p->said, &p->said_size);
	return p;
}

static inline void project_add(Project *p, const char *path, const char *text)
{
	const Str full = path_join(&p->arena, p->folder, str_from(path));
	Diag quiet = { 0 };
	assert_true(fs_make_folders(arena_cstr(&p->arena, path_parent(full)), &quiet));
	assert_true(fs_write(full.ptr, str_from(text), &quiet));
}

static inline const Manifest *project_read(Project *p, const char *path)
{
	const Str full = path_normalise(&p->arena, path_join(&p->arena, p->folder, str_from(path)));
	if (p->source.kind == SOURCE_PATH)
		p->source = source_path(path_parent(full));
	const ManifestContext c = {
		.arena = &p->arena,
		.diag = &p->diag,
		.source = &p->source,
		.warn = !p->dependency,
		.member = !p->dependency,
	};
	const Manifest *m = manifest_read(&c, full, path);
	fflush(p->diag.out);
	return m;
}

/* Reads `toml` as the manifest of a package with an empty src/lib.rs. */
static inline const Manifest *project_parse(Project *p, const char *toml)
{
	project_add(p, "src/lib.rs", "");
	project_add(p, "Cargo.toml", toml);
	return project_read(p, "Cargo.toml");
}

static inline void project_free(Project *p)
{
	Diag quiet = { 0 };
	fclose(p->diag.out);
	free(p->said);
	assert_true(fs_remove_tree(p->folder.ptr, &quiet));
	arena_free(&p->arena);
	test_free(p);
}

static inline int project_setup(void **state)
{
	*state = project_new();
	return 0;
}

static inline int project_teardown(void **state)
{
	project_free(*state);
	return 0;
}

#define PROJECT_TEST(f) cmocka_unit_test_setup_teardown(f, project_setup, project_teardown)

/* Was exactly this said? The first line only, without what is quoted. */
static inline void assert_says(const Project *p, const char *text)
{
	if (!strstr(p->said, text))
		fail_msg("expected: %s\nsaid: %s", text, p->said);
}

static inline void assert_text(Str got, const char *expected)
{
	if (!str_eq(got, str_from(expected)))
		fail_msg("expected `%s`, got `" STR_FMT "`", expected, STR_ARG(got));
}

#endif
