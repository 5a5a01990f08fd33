/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * folder.h - a folder below TMPDIR for a fuzz target: made once, taken away at exit.
 */
#ifndef L4CARGO_TESTS_FUZZ_FOLDER_H
#define L4CARGO_TESTS_FUZZ_FOLDER_H

#include "base/files/fs.h"
#include "base/text/path.h"
#include "tests/fuzz/fuzz.h"

static char fuzz_folder_name[256];

static inline void fuzz_folder_remove(void)
{
	Diag silent = { 0 };
	fs_remove_tree(fuzz_folder_name, &silent);
}

static inline const char *fuzz_folder(void)
{
	const char *tmp = getenv("TMPDIR");
	if (fuzz_folder_name[0])
		return fuzz_folder_name;
	snprintf(fuzz_folder_name, sizeof fuzz_folder_name, "%s/l4cargo-fuzz-XXXXXX",
	         tmp ? tmp : "/tmp");
	CHECK(mkdtemp(fuzz_folder_name));
	atexit(fuzz_folder_remove);
	return fuzz_folder_name;
}

/* `name` may have folders. */
static inline void fuzz_folder_write(Arena *a, const char *name, Str text)
{
	Diag silent = { 0 };
	const Str path = arena_printf(a, "%s/%s", fuzz_folder(), name);
	CHECK(fs_make_folders(arena_cstr(a, path_parent(path)), &silent));
	CHECK(fs_write(path.ptr, text, &silent));
}

#endif
