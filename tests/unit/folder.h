/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * folder.h - a temporary folder of a test, and what a test in it needs.
 *
 * A fixture has a Scratch as its member `in`. scratch_open makes the folder and
 * collects messages in `said`; scratch_close removes and frees all of it.
 */
#ifndef L4CARGO_TESTS_UNIT_FOLDER_H
#define L4CARGO_TESTS_UNIT_FOLDER_H

#include "base/files/fs.h"
#include "base/text/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct Scratch {
	Arena arena;
	Diag diag;
	Str folder; /* ends in NUL */
	char *said; /* the messages, after fflush(diag.out) */
	size_t said_len;
} Scratch;

/* Below TMPDIR; ends in NUL. */
static inline char *test_folder(Arena *a)
{
	const char *tmp = getenv("TMPDIR");
	char *folder = arena_cstr(a, arena_printf(a, "%s/l4cargo-XXXXXX", tmp ? tmp : "/tmp"));
	assert_non_null(mkdtemp(folder));
	return folder;
}

/* The number of descriptors that this process has open. */
static inline size_t test_open_files(void)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	assert_true(fs_list("/proc/self/fd", &scratch, &entries, &count));
	return count;
}

static inline void scratch_open(Scratch *s)
{
	*s = (Scratch){ 0 };
	s->folder = str_from(test_folder(&s->arena));
	s->diag.out = open_memstream(&s->said, &s->said_len);
}

static inline void scratch_close(Scratch *s)
{
	Diag quiet = { 0 };
	fclose(s->diag.out);
	free(s->said);
	assert_true(fs_remove_tree(s->folder.ptr, &quiet));
	arena_free(&s->arena);
}

/* The path of a file of the folder; ends in NUL. */
static inline const char *scratch_path(Scratch *s, const char *below)
{
	return path_join(&s->arena, s->folder, str_from(below)).ptr;
}

/* Writes a file, and makes the folders above it. */
static inline void scratch_write(Scratch *s, const char *below, const char *text)
{
	const Str path = str_from(scratch_path(s, below));
	assert_true(fs_make_folders(arena_cstr(&s->arena, path_parent(path)), &s->diag));
	assert_true(fs_write(path.ptr, str_from(text), &s->diag));
}

#endif
