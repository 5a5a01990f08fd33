/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * session.h - what one run of the program shares: messages, memory, environment.
 *
 * session_open before arguments are read, session_apply once the common
 * options are known, session_close at the end. Data go to `out`, all else to
 * `diag`.
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

typedef struct CommonOptions { /* of every command, as in cargo */
	const char *color;     /* auto, always, never; NULL: not given */
	bool quiet;
	unsigned verbose;
	bool locked, offline, frozen; /* frozen sets the other two */
	TextList config;              /* --config arguments */
	bool help, version;
} CommonOptions;

typedef struct Downloads { /* of crates, in this run */
	size_t crates;
	uint64_t bytes;
	uint64_t began; /* when bytes began to come: milliseconds of Progress.now; 0: not yet */
	Str largest;    /* its name */
	uint64_t largest_bytes;
	bool told; /* their sum was shown */
} Downloads;

typedef struct Session {
	Arena arena; /* lives as long as the run */
	Diag diag;
	Progress progress; /* on stderr; cleared before each message */
	bool no_progress;  /* configuration says so */
	Downloads downloads;
	FILE *out; /* standard output; all of it comes, also through a pipe that is full */
	char *const *env;
	const char *const *args; /* of the whole program, NULL-terminated */
	mode_t mask; /* for new files; to ask for it is to set it, so that is done before threads */
	Str cwd;
	Str config_folder; /* where configuration is looked for; empty: in cwd */
	CommonOptions common;
	const char *lock_reader; /* the command that reads the lock as with --locked; NULL: none */
} Session;

/* What the process ends with. */
enum { STATUS_DONE = 0, STATUS_FAILED = 1, STATUS_USAGE = 2, STATUS_OURS = 70 };

extern const OptionSet common_option_sets[];

void session_open(Session *s, char *const *env);
/* Colour, quiet and verbose from the options and the environment. False: they contradict. */
bool session_apply(Session *s);
/* The same once more with what configuration says ([term], net.offline), where options do not. */
bool session_configure(Session *s, const Config *config);
/* From now on the lock file must be there and fit, for `command` writes nothing. */
void session_read_lock_only(Session *s, const char *command);
/* Does what goes to `out` get colours? */
bool session_colour(const Session *s, FILE *out);

/* To `out`, for people: nothing that others wrote is obeyed by a terminal. False after an error. */
bool session_print(Session *s, Str text);
bool session_print_styled(Session *s, const ScreenText *text);
/* To `out`, for a file or a program, byte by byte; a terminal gets it as by session_print. */
bool session_write(Session *s, Str bytes);
void session_close(Session *s);

#endif
