/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * toolchain_internal.h - what toolchain*.c share. For these files only.
 */
#ifndef L4CARGO_RESOLVER_TOOLCHAIN_TOOLCHAIN_INTERNAL_H
#define L4CARGO_RESOLVER_TOOLCHAIN_TOOLCHAIN_INTERNAL_H

#include "base/core/buf.h"
#include "resolver/toolchain/toolchain.h"

/* Puts questions to a compiler, or finds the answers it gave before. */
typedef struct Asker {
	Arena *arena;
	Diag *diag;
	const Config *config;
	Str cache_folder;
	char *const *env; /* of the processes */
	Str identity;     /* all that determines an answer but the arguments */
	ToolchainPrograms programs;
	Span at; /* where the first program of a question is named; nowhere: by the environment */
} Asker;

typedef struct Answer {
	Str out, err;
	bool good;   /* exit status 0 */
	bool cached; /* no process was run */
} Answer;

/* toolchain_ask.c: false after an error (it cannot be run). Only good answers are kept. */
bool toolchain_ask(const Asker *asker, const char *const *argv, Answer *out);
/* Forgets the answer. */
void toolchain_forget(const Asker *asker, const char *const *argv);
/* The environment of the processes: Cargo's, with [env]. NULL after an error. */
char *const *toolchain_env(const Config *c);
/* What a compiler said when it failed, in one line. */
Str toolchain_complaint(Arena *a, const Answer *answer);
/* Path, size and time of a file. Empty if it is not there. */
Str toolchain_stat(Arena *a, Str path);

/* toolchain_find.c: what cannot be done with a program that is none: "find", or "run" what is
 * there. */
const char *toolchain_lacks(const Config *c, Str program);

/* The compiler behind proxies, and where it is named; empty after an error. Of `asker` all but
 * identity and place. */
Str toolchain_find_rustc(const Asker *asker, Span *at);
/* `c` without the programs that it names, and without [env]. */
const Config *toolchain_plain_config(const Config *c);
/* Where a bare name is found on PATH; the text as it is if nowhere. */
Str toolchain_on_path(const Config *c, Str program);

/* toolchain_info.c */
typedef enum FlagRule { FLAGS_READ, FLAGS_NONE } FlagRule;
/* Completes a target of which triple and spec are set; `spec` empty: the host without --target. */
bool target_info_read(const Asker *asker, Toolchain *t, FlagRule flags, TargetInfo *target,
                      Span at);
/* toolchain_spec.c: the environment in which rustc takes unstable options. */
char *const *toolchain_unstable_env(const Asker *asker);
/* Fills in `without_std`. False after an error. */
bool target_spec_read(const Asker *asker, const Toolchain *t, TargetInfo *target);

#endif
