/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * session.h - what one run of the program shares: messages, memory, environment.
 *
 * The caller calls session_open before it reads arguments, session_apply when the
 * common options are known, and session_close at the end. Data go to `out`, all
 * else goes to `diag`.
 */
#ifndef L4CARGO_BRIDGE_SESSION_H
#define L4CARGO_BRIDGE_SESSION_H

#include "base/messages/diag.h"
#include "base/messages/options.h"
#include "base/messages/term.h"
#include "base/text/screen.h"
#include "resolver/config/config.h"

#include <sys/stat.h>

#define L4CARGO_VERSION "0.1.0"

typedef struct CommonOptions { /* of every command; the same as cargo's */
	const char *color;     /* auto, always, never; NULL: not given */
	bool quiet;
	unsigned verbose;
	bool locked, offline, frozen; /* frozen sets the other two */
	TextList config;              /* --config arguments */
	bool help, version;
} CommonOptions;

typedef struct Downloads { /* the crates that this run downloaded */
	size_t crates;
	uint64_t bytes;
	uint64_t began; /* when the first bytes arrived, in ms of Progress.now; 0: not yet */
	Str largest;    /* the name of the largest crate */
	uint64_t largest_bytes;
	bool told; /* the total was printed */
} Downloads;

typedef struct Session {
	Arena arena; /* lives as long as the run */
	Diag diag;
	Progress progress; /* on stderr; cleared before each message */
	bool no_progress;  /* configuration turns progress off */
	Downloads downloads;
	FILE *out; /* standard output; writes are complete, even if a pipe is full */
	char *const *env;
	const char *const *args; /* of the whole program, NULL-terminated */
	mode_t mask;             /* the umask; to read it is to set it: done before threads start */
	Str cwd;
	Str config_folder; /* where the search for configuration starts; empty: in cwd */
	CommonOptions common;
	const char *lock_reader; /* the command that treats the lock file as --locked does; NULL:
	                            none */
} Session;

/* The exit statuses of the process. */
enum { STATUS_DONE = 0, STATUS_FAILED = 1, STATUS_USAGE = 2, STATUS_OURS = 70 };

extern const OptionSet common_option_sets[];

void session_open(Session *s, char *const *env);
/* Sets colour, quiet and verbose from the options and the environment. Reports an error and returns
 * false if they contradict each other. */
bool session_apply(Session *s);
/* Does the same with configuration ([term], net.offline); options have precedence. */
bool session_configure(Session *s, const Config *config);
/* After this, the lock file must exist and be up to date, because `command` writes nothing. */
void session_read_lock_only(Session *s, const char *command);
/* Returns whether output to `out` has colours. */
bool session_colour(const Session *s, FILE *out);

/* Print to `out`, for people: a terminal obeys nothing that others wrote. Return false after an
 * error. */
bool session_print(Session *s, Str text);
bool session_print_styled(Session *s, const ScreenText *text);
/* Writes the exact bytes to `out`, for a file or a program; to a terminal it prints as
 * session_print does. */
bool session_write(Session *s, Str bytes);
void session_close(Session *s);

#endif
