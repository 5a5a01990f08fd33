/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * process.h - starts programs, reads their output and waits for them.
 *
 * base/system/process.h runs a program to its end and returns both outputs. Here the caller reads
 * while the program runs, since make shows messages of rustc as they come; the child may use our
 * own outputs and the jobserver's descriptors; it closes all others in a sandbox, and ends with us.
 */
#ifndef L4CARGO_BRIDGE_UNIT_PROCESS_H
#define L4CARGO_BRIDGE_UNIT_PROCESS_H

#include "bridge/unit/environ.h"

typedef struct ArgList {
	char **items; /* NULL-terminated */
	size_t count, room;
} ArgList;

void args_add(UnitJob *j, ArgList *args, Str arg);
void args_add2(UnitJob *j, ArgList *args, const char *option, Str value);

typedef struct CommandLine {
	ArgList args;
	Environ env;
	Str cwd;
	bool is_boxed; /* it runs in a sandbox: close all descriptors but 0, 1, 2 and `kept` */
	int kept[2];
} CommandLine;

typedef struct Process {
	int pid;
	int out, err; /* pipes for us to read; -1: the child writes to our own output */
} Process;

typedef enum Capture { CAPTURE_ERR, CAPTURE_BOTH, CAPTURE_NOTHING } Capture;

/* Starts the program args.items[0], which is looked up in PATH, in the folder `cwd`. Its input is
 * empty, but it inherits ours if nothing is captured. Returns false after an error. */
bool process_start(UnitJob *j, const CommandLine *c, Capture capture, Process *out);

/* Reads both outputs of a process with CAPTURE_BOTH until they are closed, and closes the pipes. */
void process_read(const Process *p, Buf *out, Buf *err);

/* Returns the status of waitpid, or -1 if there is none. */
int process_wait(const Process *p);

/* Formats the status as Rust does: `exit status: 1`, `signal: 9, SIGKILL: kill`. */
Str process_status_text(UnitJob *j, int status);

/* Returns the program and its arguments, for a message. */
Str process_command(UnitJob *j, const CommandLine *c);
/* Returns the command in shell syntax: `cd DIR && NAME=value ... program args`. */
Str process_text(UnitJob *j, const CommandLine *c);

#endif
