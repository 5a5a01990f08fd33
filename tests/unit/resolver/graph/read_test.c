// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"
#include "resolver/graph/read.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MANY = 20, ODD = 7 };

typedef struct Fixture {
	Scratch in;
	GraphBuild build;
	const Manifest *read[MANY];
	GraphRead result;
	unsigned asked;    /* of the registry callback */
	Str other;         /* where p7 is instead; empty: nowhere */
	unsigned searched; /* for it */
} Fixture;

static bool find_registry(void *ctx, Str name, Span at, const SourceId **out)
{
	Fixture *f = ctx;
	(void)at;
	f->asked++;
	*out = source_keep(&f->in.arena, source_registry(&f->in.arena, name));
	return true;
}

static bool no_registry_is_known(void *ctx, Str name, const SourceId **out)
{
	(void)ctx, (void)name, (void)out;
	return false;
}

static bool elsewhere(void *ctx, const LockPackage *package, ProvidedPackage *out)
{
	Fixture *f = ctx;
	(void)package;
	f->searched++;
	assert_int_equal(out->index, ODD);
	if (f->other.len)
		out->folder = f->other;
	return true;
}

static void prepare(Fixture *f)
{
	ManifestContext *reader = arena_new(&f->in.arena, ManifestContext);
	Workspace *workspace = arena_new(&f->in.arena, Workspace);
	GraphRequest *want = arena_new(&f->in.arena, GraphRequest);
	LockPackage *locked = arena_new(&f->in.arena, LockPackage);
	PackageProvider *provider = arena_new(&f->in.arena, PackageProvider);
	*reader = (ManifestContext){ .registry = find_registry,
		                     .known_registry = no_registry_is_known,
		                     .ctx = f };
	workspace->reader = reader;
	*provider = (PackageProvider){ .ctx = f, .elsewhere = elsewhere };
	want->workspace = workspace;
	want->provider = provider;
	locked->source =
		source_keep(&f->in.arena,
	                    source_registry(&f->in.arena, STR("https://example.com/index")));
	f->build = (GraphBuild){
		.arena = &f->in.arena, .scratch = &f->in.arena, .diag = &f->in.diag, .want = want
	};
	f->build.nodes = arena_array(&f->in.arena, GraphNode, MANY);
	for (uint32_t i = 0; i < MANY; i++) {
		const char *why;
		f->build.nodes[i].lock = locked;
		f->build.nodes[i].name = arena_printf(&f->in.arena, "p%u", i);
		version_parse(STR("1.0.0"), &f->build.nodes[i].version, &why);
	}
}

static int set_up(void **state)
{
	Fixture *f = xcalloc(1, sizeof *f);
	scratch_open(&f->in);
	prepare(f);
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

/* A library with that manifest, in a folder of that name. */
static void write(Fixture *f, const char *folder, const char *manifest)
{
	scratch_write(&f->in, arena_printf(&f->in.arena, "%s/src/lib.rs", folder).ptr, "");
	scratch_write(&f->in, arena_printf(&f->in.arena, "%s/Cargo.toml", folder).ptr, manifest);
}

/* Packages p0 to p19, but p7 has the manifest `odd`; NULL: it is not there. */
static void read_all(Fixture *f, const char *odd)
{
	GraphReading *r = graph_reading_new(&f->build);
	ProvidedPackage p;
	for (uint32_t i = 0; i < MANY; i++) {
		const char *const folder = arena_printf(&f->in.arena, "p%u", i).ptr;
		const Str text = arena_printf(&f->in.arena,
		                              "[package]\nname = \"p%u\"\nversion = \"1.0.0\"\n"
		                              "edition = \"2021\"\n",
		                              i);
		if (i != ODD || odd)
			write(f, folder, i == ODD ? odd : text.ptr);
		graph_reading_add(r, &(ProvidedPackage){
					     .index = i,
					     .folder = str_from(scratch_path(&f->in, folder)) });
	}
	while ((f->result = graph_reading_next(r, &p)) == GRAPH_READ) {
		assert_null(f->read[p.index]);
		f->read[p.index] = p.manifest;
	}
	graph_reading_end(r);
	fflush(f->in.diag.out);
}

#define HEAD "[package]\nname = \"p7\"\nversion = \"1.0.0\"\n"

static void threads_read_what_is_right(void **state)
{
	Fixture *f = *state;
	read_all(f, HEAD);
	assert_int_equal(f->result, GRAPH_READ_NONE);
	for (uint32_t i = 0; i < MANY; i++)
		assert_true(str_eq(f->read[i]->name, arena_printf(&f->in.arena, "p%u", i)));
	assert_string_equal(f->in.said, "");
	assert_int_equal(f->searched, 0);
}

static void what_is_wrong_is_said_once_by_the_caller(void **state)
{
	Fixture *f = *state;
	read_all(f, HEAD "edition = \"1999\"\n");
	assert_int_equal(f->result, GRAPH_READ_FAILED);
	assert_int_equal(f->in.diag.errors, 1);
	assert_non_null(strstr(f->in.said, "/p7/Cargo.toml:4:11"));
	for (uint32_t i = 0; i < MANY; i++) /* it comes last */
		assert_true(i == ODD || f->read[i]);
}

static void registries_are_looked_up_by_the_caller(void **state)
{
	Fixture *f = *state;
	read_all(f, HEAD "edition = \"2021\"\n[dependencies]\n"
	                 "q = { version = \"1\", registry = \"other\" }\n");
	assert_int_equal(f->result, GRAPH_READ_NONE);
	assert_non_null(f->read[ODD]);
	assert_int_equal(f->asked, 1);
	assert_int_equal(f->in.diag.errors, 0);
}

static void finds_elsewhere(Fixture *f, const char *odd)
{
	f->other = str_from(scratch_path(&f->in, "other"));
	write(f, "other", HEAD);
	read_all(f, odd);
	assert_int_equal(f->result, GRAPH_READ_NONE);
	assert_int_equal(f->searched, 1);
	assert_true(str_eq(f->read[ODD]->folder, f->other));
	assert_string_equal(f->in.said, "");
}

static void another_version_in_its_place_makes_it_look_elsewhere(void **state)
{
	finds_elsewhere(*state, "[package]\nname = \"p7\"\nversion = \"2.0.0\"\n");
}

static void nothing_in_its_place_makes_it_look_elsewhere(void **state)
{
	finds_elsewhere(*state, NULL);
}

static void what_is_nowhere_is_an_error(void **state)
{
	Fixture *f = *state;
	read_all(f, NULL);
	assert_int_equal(f->result, GRAPH_READ_FAILED);
	assert_int_equal(f->searched, 1);
	assert_non_null(strstr(f->in.said, "/p7/Cargo.toml`"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(threads_read_what_is_right),
		TEST(what_is_wrong_is_said_once_by_the_caller),
		TEST(registries_are_looked_up_by_the_caller),
		TEST(another_version_in_its_place_makes_it_look_elsewhere),
		TEST(nothing_in_its_place_makes_it_look_elsewhere),
		TEST(what_is_nowhere_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
