// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * MAKEFLAGS, and behind a NUL what a unit's rest left for `finish`. What scripts and rustc are told
 * of the jobserver is what make told us; it is told again with the same words.
 */
#include "bridge/unit/background.h"
#include "tests/fuzz/folder.h"

static void check_flags(Arena *a, Str flags)
{
	Jobserver s = jobserver_find(a, flags), again;
	int ends[2];
	CHECK(s.jobs > 0 && s.read_fd == -1 && s.write_fd == -1);
	const Str told = jobserver_flags(a, &s);
	CHECK(s.present == (told.len > 0) && str_find(told, '\n') < 0);
	if (jobserver_pair(&s, ends))
		CHECK(s.present && ends[0] >= 0 && ends[1] >= 0);
	if (!s.present)
		return;
	CHECK(str_contains(flags, s.auth));
	again = jobserver_find(a, told);
	CHECK(again.present && str_eq(again.auth, s.auth));
	CHECK(str_eq(jobserver_flags(a, &again), told));
}

static void check_rest(Str text)
{
	UnitJob j = { .diag = fuzz_diag() };
	Str log = STR("");
	int status = -1;
	j.build = j.folder = str_from(fuzz_folder());
	fuzz_folder_write(&j.arena, ".rest", text);
	if (background_result(&j, &status, &log))
		CHECK((status == 0 || status == 1) && str_ends_with(text, log));
	CHECK(!background_result(&j, &status, &log)); /* it is forgotten */
	fuzz_diag_close(&j.diag);
	job_close(&j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	Str flags, rest;
	str_cut(fuzz_text(data, size), '\0', &flags, &rest);
	check_flags(&a, flags);
	check_rest(rest);
	return 0;
}
