// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * Pieces with NULs between: what rustc answered to `--print cfg`, as it is kept; a kept result of a
 * build script, whose values reach those after it; and features. A build script gets these in
 * variables of cargo's names, and no other variable is set or lost.
 */
#include "base/core/env.h"
#include "bridge/unit/objects.h"
#include "bridge/unit/result.h"
#include "bridge/unit/scriptenv.h"
#include "tests/fuzz/folder.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { VARIABLES = 12 };

/* What cargo sets for scripts besides CARGO_* and DEP_*. */
static bool is_cargos(Str name)
{
	static const Str names[] = { STR_INIT("OUT_DIR"),       STR_INIT("NUM_JOBS"),
		                     STR_INIT("TARGET"),        STR_INIT("HOST"),
		                     STR_INIT("DEBUG"),         STR_INIT("OPT_LEVEL"),
		                     STR_INIT("PROFILE"),       STR_INIT("RUSTC"),
		                     STR_INIT("RUSTDOC"),       STR_INIT("RUSTC_LINKER"),
		                     STR_INIT("RUSTC_WRAPPER"), STR_INIT("LD_LIBRARY_PATH") };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(names[i], name))
			return true;
	return str_starts_with(name, STR("CARGO")) || str_starts_with(name, STR("DEP_"));
}

static void check_environ(const UnitJob *j, const Environ *e)
{
	for (size_t i = 0; i < e->count; i++) {
		Str name, value;
		CHECK(str_cut(str_from(e->items[i]), '=', &name, &value) && name.len);
		CHECK(is_cargos(name) || str_eq(env_value(j->env, name), value));
	}
	CHECK(!e->items[e->count] && str_eq(environ_get(e, STR("PATH")), STR("/p")));
	CHECK(str_eq(environ_get(e, STR("KEPT")), STR("kept")));
	CHECK(str_eq(environ_get(e, STR("OUT_DIR")), STR("/out")));
}

/* The file of the answer is newer than that of the compiler whose name it has. */
static void put_answer(UnitJob *j, Str text)
{
	static const struct timespec old[2] = { { 1, 0 }, { 1, 0 } };
	const uint64_t hash = str_hash(STR("")) * 31 + str_hash(STR(""));
	fuzz_folder_write(&j->arena, "toolchain", STR("x"));
	utimensat(AT_FDCWD, job_file(j, j->build, STR("toolchain")).ptr, old, 0);
	fuzz_folder_write(&j->arena,
	                  arena_printf(&j->arena, "cfg/%016llx", (unsigned long long)hash).ptr,
	                  text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	UnitJob j = { .diag = fuzz_diag(), .unit = STR("u/lib") };
	Str text = fuzz_text(data, size), cfg = STR(""), result = STR(""), features = STR("");
	str_next(&text, '\0', &cfg);
	str_next(&text, '\0', &result);
	str_next(&text, '\0', &features);
	char *env[VARIABLES] = { (char[]){ "PATH=/p" },
		                 (char[]){ "KEPT=kept" },
		                 (char[]){ "RS_RUSTC=/bin/rustc" },
		                 (char[]){ "RS_HOST=h" },
		                 (char[]){ "RS_RUN_AFTER=dep" },
		                 arena_cstr(&j.arena, arena_printf(&j.arena, "RS_FEATURES=" STR_FMT,
		                                                   STR_ARG(features))) };
	j.env = env;
	j.build = j.root = j.home = j.folder = j.cwd = str_from(fuzz_folder());
	put_answer(&j, cfg);
	CHECK(object_make_parent(&j, result_path(&j, STR("dep"))));
	CHECK(fs_write(result_path(&j, STR("dep")).ptr, result, &j.diag));
	Environ e = { 0 };
	if (script_environment(&j, STR("/out"), &e))
		check_environ(&j, &e);
	else
		CHECK(j.diag.errors > 0);
	fuzz_diag_close(&j.diag);
	job_close(&j);
	return 0;
}
