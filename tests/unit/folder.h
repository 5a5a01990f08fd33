/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * folder.h - a temporary folder of a test, which removes it.
 */
#ifndef L4CARGO_TESTS_UNIT_FOLDER_H
#define L4CARGO_TESTS_UNIT_FOLDER_H

#include "base/core/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* Below TMPDIR; ends in NUL. */
static inline char *test_folder(Arena *a)
{
	const char *tmp = getenv("TMPDIR");
	char *folder = arena_cstr(a, arena_printf(a, "%s/l4cargo-XXXXXX", tmp ? tmp : "/tmp"));
	assert_non_null(mkdtemp(folder));
	return folder;
}

#endif
