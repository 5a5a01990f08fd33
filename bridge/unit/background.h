/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * background.h - the rest of a compilation goes on while make builds what needs its metadata only.
 *
 * The work is done by a child. The process that make waits for ends when the
 * child says that metadata are ready (background_detach) or that all is done.
 * From then on the child holds a token of the jobserver for itself, until
 * `finish` waits in a recipe of its own and so brings one, or a failure ends
 * the build: make counts its tokens.
 */
#ifndef L4CARGO_BRIDGE_UNIT_BACKGROUND_H
#define L4CARGO_BRIDGE_UNIT_BACKGROUND_H

#include "bridge/unit/job.h"
#include "bridge/unit/jobserver.h"

typedef struct Background {
	UnitJob *job;
	Jobserver server;
	int report; /* to the process that make waits for; -1: there is none, or it has gone */
	int fifo;   /* whoever writes here wants the token to be given back */
	Str fifo_path;
	int make;   /* process id */
	bool child; /* not the process that make waits for */
	bool may, detached, holding;
	char token;
} Background;

/*
 * Where metadata can be used early, goes on in a child: `*status` is set and false returned in
 * the process that make waits for, once the child has told it.
 */
bool background_enter(Background *b, UnitJob *j, bool useful, int *status);

/* Takes a token and lets make go on. False: none is free now (or it is of no use). */
bool background_detach(Background *b);
void background_return_token(Background *b);
/* Tells the status to whom it concerns; `log` is what `finish` will print. */
void background_leave(Background *b, int status, Str log);

/* What an earlier run left for `finish` is void. */
void background_forget(UnitJob *j);
/* For `finish`, after the lock: the status of the rest and its log, and forgets them. */
bool background_result(UnitJob *j, int *status, Str *log);
/* For `finish`, before the lock: this recipe stands for the child's token now. */
void background_wake(UnitJob *j);

/* The build has failed: nobody may hold a token. */
void background_stop_all(UnitJob *j);

#endif
