// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * What a build script printed, as it is kept for those who depend on it: what is read is what was
 * written. And a kept result, or a .pc file, of any text.
 */
#include "bridge/unit/pc.h"
#include "bridge/unit/result.h"

#include "base/files/fs.h"
#include "tests/fuzz/folder.h"

static void check_same(const Directive *a, const Directive *b)
{
	CHECK(a->kind == b->kind && str_eq(a->name, b->name) && str_eq(a->value, b->value));
}

static void check_kept(UnitJob *j, Str output)
{
	static const Str bins[] = { STR_INIT("a"), STR_INIT("b-c") };
	static const ScriptPackage package = { .description = STR_INIT("a v1.0.0"),
		                               .kinds = STR_INIT("lib cdylib bin test bench"),
		                               .bins = bins,
		                               .bin_count = COUNT_OF(bins),
		                               .rust_version = STR_INIT(""),
		                               .library = STR_INIT("a"),
		                               .nightly = true };
	Result r = { .out = STR("/o\tu\nt"), .links = STR("z") }, back;
	Str error = STR("");
	if (!directives_parse(output, &package, &j->arena, &r.said, &error))
		return;
	CHECK(result_write(j, result_path(j, j->unit), &r));
	CHECK(result_read(j, j->unit, &back));
	CHECK(str_eq(back.out, r.out) && str_eq(back.links, r.links));
	CHECK(back.said.count == r.said.count);
	for (size_t i = 0; i < r.said.count; i++)
		check_same(&r.said.items[i], &back.said.items[i]);
}

/* Folders and arguments that a script has said reach those who link the library. */
static void check_library(UnitJob *j, Str output)
{
	Pc pc = { .name = STR("rs-a"),
		  .version = STR("1.0.0"),
		  .requires = STR(""),
		  .crate = STR("a"),
		  .file = STR("deps/liba"),
		  .types = STR("rlib"),
		  .libs = STR("") },
	   back;
	Str line;
	while (str_next(&output, '\n', &line) && line.len && str_find(line, '\0') < 0) {
		search_add(j, &pc.search, (SearchPath){ line, line.len % 2 });
		*vec_push(&j->arena, &pc.cdylib_args, Str) = line;
	}
	CHECK(pc_write(j, pc_path(j, pc.name), &pc));
	CHECK(pc_read(j, pc.name, &back));
	CHECK(str_eq(back.crate, pc.crate) && back.search.count == pc.search.count);
	CHECK(back.cdylib_args.count == pc.cdylib_args.count);
	for (size_t i = 0; i < pc.search.count; i++)
		CHECK(str_eq(back.search.items[i].path, pc.search.items[i].path) &&
		      back.search.items[i].inside == pc.search.items[i].inside);
	for (size_t i = 0; i < pc.cdylib_args.count; i++)
		CHECK(str_eq(back.cdylib_args.items[i], pc.cdylib_args.items[i]));
}

static void check_any(UnitJob *j, Str text)
{
	Result r;
	Pc pc;
	const Str name = STR("any");
	CHECK(fs_write(result_path(j, j->unit).ptr, text, &j->diag));
	CHECK(result_read(j, j->unit, &r));
	for (size_t i = 0; i < r.said.count; i++)
		CHECK(r.said.items[i].kind < DIR_KINDS);
	CHECK(fs_write(pc_path(j, name).ptr, text, &j->diag));
	CHECK(pc_read(j, name, &pc));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *const folder = fuzz_folder();
	UnitJob j = { .unit = STR("u/run"), .build = str_from(folder), .root = str_from(folder) };
	j.diag = fuzz_diag();
	check_kept(&j, fuzz_text(data, size));
	check_library(&j, fuzz_text(data, size));
	check_any(&j, fuzz_text(data, size));
	fuzz_diag_close(&j.diag);
	job_close(&j);
	return 0;
}
