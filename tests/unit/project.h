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

#include "resolver/manifest/manifest.h"
#include "tests/unit/folder.h"

typedef struct Project {
	Scratch in;
	SourceId source;
	CargoVersion cargo; /* 1.95 unless the test says otherwise */
	bool dependency;    /* read as one: no warnings */
} Project;

static inline Project *project_new(void)
{
	Project *p = test_calloc(1, sizeof(*p));
	scratch_open(&p->in);
	p->cargo.minor = 95;
	return p;
}

static inline void project_add(Project *p, const char *path, const char *text)
{
	scratch_write(&p->in, path, text);
}

static inline const Manifest *project_read(Project *p, const char *path)
{
	const Str full =
		path_normalise(&p->in.arena, path_join(&p->in.arena, p->in.folder, str_from(path)));
	if (p->source.kind == SOURCE_PATH)
		p->source = source_path(path_parent(full));
	const ManifestContext c = {
		.arena = &p->in.arena,
		.diag = &p->in.diag,
		.source = &p->source,
		.cargo = p->cargo,
		.warn = !p->dependency,
		.member = !p->dependency,
	};
	const Manifest *m = manifest_read(&c, full, path);
	fflush(p->in.diag.out);
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
	scratch_close(&p->in);
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
	if (!strstr(p->in.said, text))
		fail_msg("expected: %s\nsaid: %s", text, p->in.said);
}

typedef struct Refused {
	const char *toml, *says;
} Refused;

static inline void assert_refused(const Refused *each, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		Project *p = project_new();
		if (project_parse(p, each[i].toml))
			fail_msg("not refused:\n%s", each[i].toml);
		assert_says(p, each[i].says);
		project_free(p);
	}
}

static inline void assert_text(Str got, const char *expected)
{
	if (!str_eq(got, str_from(expected)))
		fail_msg("expected `%s`, got `" STR_FMT "`", expected, STR_ARG(got));
}

#endif
