/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * process.h - runs a program and captures its output.
 *
 * No shell is used. Standard input is empty or a given text. Both outputs are captured whole. A
 * signal that interrupts us changes nothing; no child is left behind, whatever fails.
 */
#ifndef L4CARGO_BASE_SYSTEM_PROCESS_H
#define L4CARGO_BASE_SYSTEM_PROCESS_H

#include "base/core/arena.h"

typedef struct ProcessRequest {
	const char *const *argv; /* NULL-terminated; argv[0] is a path; PATH is not searched */
	char *const *env;        /* the whole environment, NULL-terminated */
	const char *cwd;         /* NULL: our own */
	size_t output_max; /* bytes of each output; 0: PROCESS_OUTPUT_MAX. More kills the child. */
	Str input;         /* its standard input; may be empty */
	bool share_err;    /* it writes to our standard error */
	bool secret;       /* wipe the buffer of its standard output afterwards */
} ProcessRequest;

enum { PROCESS_OUTPUT_MAX = 64 << 20 };

typedef struct ProcessResult {
	int status; /* exit status; -1 if a signal ended it */
	int signal; /* 0: no signal */
	Str out, err;
} ProcessResult;

/* Call it at the start of the program. A parent may have ignored SIGCHLD, which is inherited: the
 * status of children would be lost. It may also have closed descriptor 0, 1 or 2. */
void process_begin(void);

/* Returns false with errno if the program could not be started, or its output could not be read to
 * the end (EFBIG: it is too long). */
bool process_run(const ProcessRequest *want, Arena *a, ProcessResult *out);

/*
 * Finds a program. A name with a slash is used as it is; others are looked up in the folders of
 * `path` (like PATH). Empty if there is no such executable file. Relative folders are relative to
 * `cwd`.
 */
Str process_find(Arena *a, Str program, Str path, Str cwd);

#endif
