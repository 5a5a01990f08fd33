/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * background.h - lets a compilation continue in the background once its metadata are written.
 *
 * A forked child does the work. The process that make waits for exits when the
 * child reports that the metadata are ready (background_detach) or that all work
 * is done. make counts its jobserver tokens. So a detached child takes a token
 * for itself and holds it until a `finish` recipe waits for the child, because
 * that recipe brings a token of its own, or until a failure ends the build.
 */
#ifndef L4CARGO_BRIDGE_UNIT_BACKGROUND_H
#define L4CARGO_BRIDGE_UNIT_BACKGROUND_H

#include "bridge/unit/job.h"
#include "bridge/unit/jobserver.h"

typedef struct Background {
	UnitJob *job;
	Jobserver server;
	int report; /* a pipe to the process that make waits for; -1: none, or that process has
	               exited */
	int fifo;   /* a byte that arrives here asks for the token back; -1: not open */
	Str fifo_path;
	int make;   /* process id of make */
	bool child; /* this process is the child */
	bool may, detached, holding;
	char token;
} Background;

/*
 * Forks a child if `useful` is set and make's jobserver can be used. In the child, or if there is
 * none, it returns true, and the caller does the work. In the process that make waits for, it waits
 * for the child's report, sets `*status` and returns false.
 */
bool background_enter(Background *b, UnitJob *j, bool useful, int *status);

/* Takes a token and releases the process that make waits for. Returns false if no token is free
 * now, or if the work must stay in the foreground; `may` is false then. */
bool background_detach(Background *b);
void background_return_token(Background *b);
/* Reports the status to the process that make waits for or, after background_detach, to `finish`,
 * which will print `log`. Gives the token back. */
void background_leave(Background *b, int status, Str log);

/* Discards a result that an earlier run left for `finish`. */
void background_forget(UnitJob *j);
/* For `finish`, when it holds the lock: reads the status and the log of the background process and
 * discards them. Returns false if there are none, or if they are a failure in another make. */
bool background_result(UnitJob *j, int *status, Str *log);
/* For `finish`, before it waits for the lock: asks the child to give its token back, because this
 * recipe has one. */
void background_wake(UnitJob *j);

/* For a build that has failed: makes all background processes give their tokens back, and prevents
 * new ones. */
void background_stop_all(UnitJob *j);

#endif
