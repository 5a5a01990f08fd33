// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph_internal.h"

#include "base/fs.h"
#include "base/path.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MANY = 20, ODD = 7 };

typedef struct Fixture {
	Arena arena;
	Str folder;
	FILE *out;
	char *messages;
	size_t length;
	Diag diag;
	GraphBuild build;
	ProvidedPackage taken[MANY];
	unsigned asked; /* of the registry callback */
} Fixture;

static bool find_registry(void *ctx, Str name, Span at, SourceId *out)
{
	Fixture *f = ctx;
	(void)at;
	f->asked++;
	*out = source_registry(&f->arena, name);
	return true;
}

static bool no_registry_is_known(void *ctx, Str name, SourceId *out)
{
	(void)ctx, (void)name, (void)out;
	return false;
}

static void prepare(Fixture *f)
{
	ManifestContext *reader = arena_new(&f->arena, ManifestContext);
	Workspace *workspace = arena_new(&f->arena, Workspace);
	GraphRequest *want = arena_new(&f->arena, GraphRequest);
	LockPackage *locked = arena_new(&f->arena, LockPackage);
	*reader = (ManifestContext){ .registry = find_registry,
		                     .known_registry = no_registry_is_known,
		                     .ctx = f };
	workspace->reader = reader;
	want->workspace = workspace;
	locked->source = source_registry(&f->arena, STR("https://example.com/index"));
	f->build = (GraphBuild){ .arena = &f->arena, .diag = &f->diag, .want = want };
	f->build.nodes = arena_array(&f->arena, Node, MANY);
	for (uint32_t i = 0; i < MANY; i++)
		f->build.nodes[i].lock = locked;
}

static int set_up(void **state)
{
	Fixture *f = xcalloc(1, sizeof *f);
	char *folder = test_folder(&f->arena);
	f->folder = str_from(folder);
	f->out = open_memstream(&f->messages, &f->length);
	f->diag.out = f->out;
	prepare(f);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *f = *state;
	fs_remove_tree(f->folder.ptr, &f->diag);
	fclose(f->out);
	free(f->messages);
	arena_free(&f->arena);
	free(f);
	return 0;
}

/* Packages p0 to p19; to the manifest of p7, `odd` is added. */
static void read_all(Fixture *f, const char *odd)
{
	for (uint32_t i = 0; i < MANY; i++) {
		const Str folder = arena_printf(&f->arena, STR_FMT "/p%u", STR_ARG(f->folder), i);
		const Str text = arena_printf(&f->arena,
		                              "[package]\nname = \"p%u\"\nversion = \"1.0.0\"\n%s",
		                              i, i == ODD ? odd : "edition = \"2021\"\n");
		const Str src = path_join(&f->arena, folder, STR("src"));
		assert_true(fs_make_folders(src.ptr, &f->diag));
		assert_true(
			fs_write(path_join(&f->arena, src, STR("lib.rs")).ptr, STR(""), &f->diag));
		assert_true(fs_write(path_join(&f->arena, folder, STR("Cargo.toml")).ptr, text,
		                     &f->diag));
		f->taken[i] = (ProvidedPackage){ .index = i, .folder = folder };
	}
	graph_read_manifests(&f->build, f->taken, MANY);
}

static void threads_read_what_is_right(void **state)
{
	Fixture *f = *state;
	read_all(f, "");
	for (uint32_t i = 0; i < MANY; i++) {
		const Manifest *m = graph_manifest(&f->build, &f->taken[i]);
		assert_ptr_equal(m, f->taken[i].manifest);
		assert_true(str_eq(m->name, arena_printf(&f->arena, "p%u", i)));
	}
	fflush(f->out);
	assert_string_equal(f->messages, "");
}

static void what_is_wrong_is_said_once_by_the_caller(void **state)
{
	Fixture *f = *state;
	read_all(f, "edition = \"1999\"\n");
	assert_int_equal(f->diag.errors, 0);
	assert_null(f->taken[ODD].manifest);
	assert_null(graph_manifest(&f->build, &f->taken[ODD]));
	fflush(f->out);
	assert_int_equal(f->diag.errors, 1);
	assert_non_null(strstr(f->messages, "/p7/Cargo.toml:4:11"));
}

static void registries_are_looked_up_by_the_caller(void **state)
{
	Fixture *f = *state;
	read_all(f, "edition = \"2021\"\n[dependencies]\n"
	            "q = { version = \"1\", registry = \"other\" }\n");
	assert_null(f->taken[ODD].manifest);
	assert_int_equal(f->asked, 0);
	assert_non_null(graph_manifest(&f->build, &f->taken[ODD]));
	assert_int_equal(f->asked, 1);
	assert_int_equal(f->diag.errors, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(threads_read_what_is_right),
		TEST(what_is_wrong_is_said_once_by_the_caller),
		TEST(registries_are_looked_up_by_the_caller),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
