/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * process.h - start a program, read what it writes, wait.
 */
#ifndef L4CARGO_BRIDGE_UNIT_PROCESS_H
#define L4CARGO_BRIDGE_UNIT_PROCESS_H

#include "bridge/unit/environ.h"

typedef struct ArgList {
	char **items; /* ends in NULL */
	size_t count, room;
} ArgList;

void args_add(UnitJob *j, ArgList *args, Str arg);
void args_add2(UnitJob *j, ArgList *args, const char *option, Str value);

typedef struct CommandLine {
	ArgList args;
	Environ env;
	Str cwd;
	bool is_boxed; /* what else is open stays outside, but for `kept` */
	int kept[2];
} CommandLine;

typedef struct Process {
	int pid;
	int out, err; /* to be read by us; -1: the child has our own */
} Process;

typedef enum Capture { CAPTURE_ERR, CAPTURE_BOTH, CAPTURE_NOTHING } Capture;

/* Starts the first of its arguments (by PATH) in its folder. Its input is empty, but ours if
 * nothing is captured. False after an error. */
bool process_start(UnitJob *j, const CommandLine *c, Capture capture, Process *out);

/* Status of waitpid; -1 if there is none. */
int process_wait(const Process *p);

/* `exit status: 1`, `signal: 9, SIGKILL: kill`: as Rust shows it. */
Str process_status_text(UnitJob *j, int status);

/* Program and arguments for a message. */
Str process_command(UnitJob *j, const CommandLine *c);
/* The command for a shell: `cd DIR && NAME=value ... program args`. */
Str process_text(UnitJob *j, const CommandLine *c);

#endif
