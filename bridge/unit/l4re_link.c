// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/l4re.h"

#include "base/core/env.h"
#include "base/files/fs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * This is rustc's linker for programs of L4Re. It runs `ld -r` to join the files that rustc names.
 * BID adds the start files and libraries, and decides the order of sections.
 */

enum { ARGUMENT_FILES_MAX = 100 };

typedef struct Join {
	UnitJob *job;
	ArgList args;
	StrVec folders; /* -L: the folders with libraries of build scripts */
	size_t files;   /* how many files of arguments were read */
} Join;

static void take_argument(Join *x, Str arg)
{
	args_add(x->job, &x->args, arg);
}

/* Adds a library that a build script made. Libraries that are not found come from BID. */
static void take_library(Join *x, Str name)
{
	for (size_t i = 0; i < x->folders.count; i++) {
		const Str path = arena_printf(&x->job->arena, STR_FMT "/lib" STR_FMT ".a",
		                              STR_ARG(x->folders.items[i]), STR_ARG(name));
		if (fs_kind(path.ptr) == FILE_REGULAR) {
			take_argument(x, path);
			return;
		}
	}
}

static bool is_input(Str arg)
{
	return str_ends_with(arg, STR(".o")) || str_ends_with(arg, STR(".rlib")) ||
	       str_ends_with(arg, STR(".a"));
}

static bool take_all(Join *x, const StrVec *given);

/* Takes `-Wl,a,b`: options that a compiler passes to its linker. */
static bool take_handed_on(Join *x, Str options)
{
	StrVec list = { 0 };
	Str one;
	while (str_next(&options, ',', &one))
		*vec_push(&x->job->arena, &list, Str) = one;
	return take_all(x, &list);
}

/* The arguments of a build script may make files of arguments name each other without end. */
static bool too_many_files(const Join *x, Str path)
{
	diag_error(&x->job->diag, NO_SPAN,
	           "the linker gets more than %d files of arguments; the last is `" STR_FMT "`",
	           ARGUMENT_FILES_MAX, STR_ARG(path));
	return diag_help(&x->job->diag, "check the files of arguments that build scripts and flags "
	                                "name with `@`: do they name themselves?");
}

/* Takes `@file`, which has one argument a line. rustc writes it if a command line would be too
 * long. */
static bool take_file(Join *x, Str path)
{
	Str text, line;
	StrVec lines = { 0 };
	if (++x->files > ARGUMENT_FILES_MAX)
		return too_many_files(x, path);
	if (!fs_read(arena_cstr(&x->job->arena, path), &x->job->arena, &x->job->diag, &text))
		return false;
	while (str_next(&text, '\n', &line)) {
		char *plain = arena_cstr(&x->job->arena, line), *to = plain;
		for (const char *from = plain; *from; from++) {
			from += *from == '\\' && from[1];
			*to++ = *from;
		}
		*to = 0;
		*vec_push(&x->job->arena, &lines, Str) = str_from(plain);
	}
	return take_all(x, &lines);
}

/* Takes one argument. Some options have their value in the next one. Other options are ignored,
 * because all of BID's links have their own. */
static bool take_one(Join *x, Str arg, Str next, bool *used_next)
{
	*used_next = false;
	if (str_starts_with(arg, STR("@")))
		return take_file(x, str_sub(arg, 1, arg.len));
	if (str_starts_with(arg, STR("-Wl,")))
		return take_handed_on(x, str_sub(arg, 4, arg.len));
	if (str_eq(arg, STR("-o")) || str_eq(arg, STR("-L")) || str_eq(arg, STR("-l"))) {
		*used_next = true;
		if (arg.ptr[1] == 'o') {
			take_argument(x, arg);
			take_argument(x, next);
		} else if (arg.ptr[1] == 'L') {
			*vec_push(&x->job->arena, &x->folders, Str) = next;
		} else {
			take_library(x, next);
		}
		return true;
	}
	if (str_starts_with(arg, STR("-L")))
		*vec_push(&x->job->arena, &x->folders, Str) = str_sub(arg, 2, arg.len);
	else if (str_starts_with(arg, STR("-l")))
		take_library(x, str_sub(arg, 2, arg.len));
	else if (str_eq(arg, STR("--whole-archive")) || str_eq(arg, STR("--no-whole-archive")) ||
	         is_input(arg))
		take_argument(x, arg);
	return true;
}

static bool take_all(Join *x, const StrVec *given)
{
	for (size_t i = 0; i < given->count; i++) {
		bool used_next;
		const Str next = i + 1 < given->count ? given->items[i + 1] : STR("");
		if (!take_one(x, given->items[i], next, &used_next))
			return false;
		i += used_next;
	}
	return true;
}

/*
 * core and alloc that are compiled for unwinding panics refer to std's personality routine. A
 * program without std has none. The address is 0 there, which unwinders take for none.
 */
static bool provide_personality(UnitJob *j, ArgList *args)
{
	const Str script = STR("PROVIDE(rust_eh_personality = 0);\n");
	const int file = memfd_create("personality.ld", 0); /* it must stay open in the linker */
	if (file < 0 || write(file, script.ptr, script.len) != (ssize_t)script.len)
		return diag_errno(&j->diag, "cannot make a linker script");
	args_add(j, args, arena_printf(&j->arena, "/proc/self/fd/%d", file));
	return true;
}

bool tree_link_command(UnitJob *j, int argc, char **argv, ArgList *out)
{
	Join x = { .job = j };
	StrVec given = { 0 };
	Str program = env_get(j->env, TREE_LINK_MARK), word;
	for (int i = 1; i < argc; i++)
		*vec_push(&j->arena, &given, Str) = str_from(argv[i]);
	while (str_next_word(&program, &word))
		take_argument(&x, word);
	take_argument(&x, STR("-r"));
	take_argument(&x, STR("--start-group"));
	if (!take_all(&x, &given))
		return false;
	take_argument(&x, STR("--end-group"));
	*out = x.args;
	return true;
}

int tree_link(int argc, char **argv)
{
	UnitJob job = { .env = environ, .diag.out = stderr };
	ArgList args;
	if (!tree_link_command(&job, argc, argv, &args) || !provide_personality(&job, &args))
		return 1;
	unsetenv(TREE_LINK_MARK);
	execvp(args.items[0], args.items);
	diag_error(&job.diag, NO_SPAN, "cannot start the linker `%s`: %s", args.items[0],
	           strerror(errno));
	diag_help(&job.diag, "check that it is installed and in PATH");
	return 1;
}
