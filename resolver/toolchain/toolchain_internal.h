/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * toolchain_internal.h - shared by the files of this folder, and for them only.
 */
#ifndef L4CARGO_RESOLVER_TOOLCHAIN_TOOLCHAIN_INTERNAL_H
#define L4CARGO_RESOLVER_TOOLCHAIN_TOOLCHAIN_INTERNAL_H

#include "base/core/buf.h"
#include "resolver/toolchain/toolchain.h"

/* Asks a compiler questions, or finds its answers in the cache. */
typedef struct Asker {
	Arena *arena;
	Diag *diag;
	const Config *config;
	Str cache_folder;
	char *const *env; /* the environment of the processes */
	Str identity;     /* everything but the arguments that an answer depends on */
	ToolchainPrograms programs;
	Span rustc_at;   /* place of the name of rustc; NO_SPAN for the environment */
	Span wrapper_at; /* likewise of the wrapper that runs first */
	bool wrapped;    /* there is a wrapper */
} Asker;

typedef struct Answer {
	Str out, err;
	bool good;   /* the exit status was 0 */
	bool cached; /* the answer comes from the cache */
} Answer;

typedef enum AskBy {
	ASK_BY_WRAPPER, /* the command begins with the wrappers, if there are any */
	ASK_DIRECTLY,   /* it begins with rustc, or a proxy of it */
} AskBy;

/* ask.c: returns false after an error: the program cannot be run. Caches only good answers. */
bool toolchain_ask(const Asker *asker, AskBy by, const char *const *argv, Answer *out);
/* A help that says what names the wrapper. Returns false. */
bool toolchain_help_wrapper(const Asker *asker);
/* Removes the answer from the cache. */
void toolchain_forget(const Asker *asker, const char *const *argv);
/* Returns the environment of the processes: Cargo's and [env]. NULL after an error. */
char *const *toolchain_env(const Config *c);
/* Returns the error message of a compiler, in one line. */
Str toolchain_complaint(Arena *a, const Answer *answer);
/* Returns path, size and time of a file; empty if it does not exist. */
Str toolchain_stat(Arena *a, Str path);

/*
 * find.c: returns why a program cannot be run, as a verb: "find" if it does not exist, else "run".
 */
const char *toolchain_lacks(const Config *c, Str program);

/*
 * Finds a program by its own variable, or else by the configuration, and the place that names it.
 * Leaves `*out` unchanged if neither names one. Returns false after an error.
 */
bool toolchain_program(const Config *c, const char *variable, const char *key, Str *out, Span *at);
/*
 * Finds the compiler itself, behind proxies, and the place that names it. Returns an empty text
 * after an error. Does not use `identity` and the places of the asker.
 */
Str toolchain_find_rustc(const Asker *asker, Span *at);
/* Returns `c` without its programs and without [env]. */
const Config *toolchain_plain_config(const Config *c);
/* Returns the path of a bare name on PATH, or the text itself. */
Str toolchain_on_path(const Config *c, Str program);

/* info.c */
typedef enum FlagRule { FLAGS_READ, FLAGS_NONE } FlagRule;
/*
 * Completes a target that has its triple and spec; an empty spec is the host without --target.
 * Returns false after an error.
 */
bool target_info_read(const Asker *asker, Toolchain *t, FlagRule flags, TargetInfo *target,
                      Span at);
/* spec.c: returns an environment in which rustc accepts unstable options. */
char *const *toolchain_unstable_env(const Asker *asker);
/* Sets `without_std`. Returns false after an error. */
bool target_spec_read(const Asker *asker, const Toolchain *t, TargetInfo *target);

#endif
