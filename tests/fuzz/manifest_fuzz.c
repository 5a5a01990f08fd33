// SPDX-License-Identifier: MIT OR Apache-2.0
/* A Cargo.toml, in a folder that has nothing and in one where every kind of target is found. */
#include "resolver/manifest/manifest.h"
#include "tests/fuzz/folder.h"

static const TomlTable *workspace_of(void *ctx, Str folder, Str *root_folder)
{
	*root_folder = folder;
	return toml_get_table(ctx, STR("workspace"));
}

static bool registry(void *ctx, Str name, Span at, const SourceId **out)
{
	(void)ctx;
	(void)at;
	*out = &source_crates_io;
	return !str_eq(name, STR("absent"));
}

static void check_manifest(const Manifest *m)
{
	CHECK(!m->has_package || m->name.len);
	for (size_t i = 0; i < m->target_count; i++)
		CHECK(m->targets[i].raw_name.ptr);
	for (size_t i = 0; i < m->dep_count; i++)
		CHECK(m->deps[i].package.ptr);
}

static void read_in(const char *folder, const Source *src, Diag *diag)
{
	scoped_arena a = { 0 };
	const TomlTable *doc = toml_parse(src, &a, diag);
	if (!doc)
		return;
	const SourceId source = source_path(str_from(folder));
	const ManifestContext c = { .arena = &a,
		                    .diag = diag,
		                    .source = &source,
		                    .workspace_of = workspace_of,
		                    .registry = registry,
		                    .ctx = (void *)(uintptr_t)doc,
		                    .warn = true,
		                    .member = true };
	const unsigned before = diag->errors;
	const Str path = arena_printf(&a, "%s/Cargo.toml", folder);
	const Manifest *m = manifest_read_document(&c, src, doc, path);
	CHECK(m || diag->errors > before);
	if (m)
		check_manifest(m);
}

static const char *full_folder; /* made once */

static void make_full_folder(void)
{
	scoped_arena a = { 0 };
	static const char *const files[] = { "src/lib.rs",        "src/main.rs",   "src/bin/a.rs",
		                             "src/bin/b/main.rs", "examples/e.rs", "tests/t.rs",
		                             "benches/b.rs",      "build.rs",      "README.md" };
	full_folder = fuzz_folder();
	for (size_t i = 0; i < COUNT_OF(files); i++)
		fuzz_folder_write(&a, files[i], STR(""));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!full_folder)
		make_full_folder();
	scoped_fuzz_diag diag = fuzz_diag();
	const Source src = { .path = "Cargo.toml", .text = fuzz_text(data, size) };
	read_in("/absent", &src, &diag);
	read_in(full_folder, &src, &diag);
	return 0;
}
