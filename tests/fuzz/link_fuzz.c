// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * Pieces with NULs between: two files, `a` and `b`, that arguments may name, and what rustc tells
 * the linker of a program of L4Re. The linker, which this program stands in for, gets its own
 * words, inputs and where they go, and no other option. Files that lead to each other end.
 * Behind each `@` the folder of the two is put.
 */
#include "bridge/unit/l4re.h"

#include "base/core/buf.h"
#include "tests/fuzz/folder.h"

enum { ARGUMENTS = 64, FIRST = 3 };

static bool is_input(const char *arg)
{
	const Str s = str_from(arg);
	return str_ends_with(s, STR(".o")) || str_ends_with(s, STR(".rlib")) ||
	       str_ends_with(s, STR(".a")) || str_eq(s, STR("--whole-archive")) ||
	       str_eq(s, STR("--no-whole-archive"));
}

static void check_command(const ArgList *args)
{
	const size_t end = args->count - 1;
	CHECK(args->count > FIRST && strcmp(args->items[0], "ld") == 0);
	CHECK(strcmp(args->items[1], "-r") == 0);
	CHECK(strcmp(args->items[2], "--start-group") == 0);
	CHECK(strcmp(args->items[end], "--end-group") == 0);
	for (size_t i = FIRST; i < end; i++)
		if (strcmp(args->items[i], "-o") == 0)
			CHECK(++i < end);
		else
			CHECK(is_input(args->items[i]));
}

static Str with_folder(Arena *a, Str text)
{
	scoped_buf out = { 0 };
	for (size_t i = 0; i < text.len; i++) {
		buf_char(&out, text.ptr[i]);
		if (text.ptr[i] == '@')
			buf_printf(&out, "%s/", fuzz_folder());
	}
	return arena_str(a, buf_str(&out));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	Str text = fuzz_text(data, size), piece;
	char *argv[ARGUMENTS + 2] = { (char[]){ "l4cargo-unit" } };
	int argc = 1;
	str_next(&text, '\0', &piece);
	fuzz_folder_write(&a, "a", with_folder(&a, piece));
	str_next(&text, '\0', &piece);
	fuzz_folder_write(&a, "b", with_folder(&a, piece));
	while (argc <= ARGUMENTS && str_next(&text, '\0', &piece))
		argv[argc++] = arena_cstr(&a, with_folder(&a, piece));
	char *env[] = { (char[]){ TREE_LINK_MARK "=ld" }, NULL };
	UnitJob j = { .env = env, .diag = fuzz_diag() };
	ArgList args;
	if (tree_link_command(&j, argc, argv, &args))
		check_command(&args);
	else
		CHECK(j.diag.errors > 0);
	fuzz_diag_close(&j.diag);
	job_close(&j);
	return 0;
}
