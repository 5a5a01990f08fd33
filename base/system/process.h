/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * process.h - running a program and taking what it says.
 *
 * No shell, standard input is empty or a given text, both outputs are kept
 * whole. A signal that interrupts us changes nothing; whatever goes wrong, no
 * child is left behind.
 */
#ifndef L4CARGO_BASE_SYSTEM_PROCESS_H
#define L4CARGO_BASE_SYSTEM_PROCESS_H

#include "base/core/arena.h"

typedef struct ProcessRequest {
	const char *const *argv; /* NULL-terminated; argv[0] is a path, not searched for */
	char *const *env;        /* the whole environment, NULL-terminated */
	const char *cwd;         /* NULL: ours */
	size_t output_max;       /* bytes of each output; 0: PROCESS_OUTPUT_MAX. More kills it. */
	Str input;               /* what it reads; empty: nothing */
	bool share_err;          /* its error output is ours */
	bool secret;             /* no copy of the output is left but the result's */
} ProcessRequest;

enum { PROCESS_OUTPUT_MAX = 64 << 20 };

typedef struct ProcessResult {
	int status; /* exit status; -1 if a signal ended it */
	int signal; /* 0: none */
	Str out, err;
} ProcessResult;

/* At the start of the program: who started it may have had its children's ends ignored (SIGCHLD),
 * and that is handed down: no status of a child would be known. And he may have closed 0, 1 or 2.
 */
void process_begin(void);

/* False with errno: it could not be started or heard to its end (EFBIG: it says too much). */
bool process_run(const ProcessRequest *want, Arena *a, ProcessResult *out);

/*
 * Where a program is: one with a slash is taken as it is, others are looked up in the folders of
 * `path` (as in PATH). Empty: no executable file. Relative folders are seen from `cwd`.
 */
Str process_find(Arena *a, Str program, Str path, Str cwd);

#endif
