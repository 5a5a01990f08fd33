/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * jobserver.h - make's jobserver tokens, and the flags by which cargo passes them on.
 *
 * A token is the right to run one process; each recipe already has one. GNU make
 * 4.3 passes two descriptors, later versions may pass the name of a fifo.
 */
#ifndef L4CARGO_BRIDGE_UNIT_JOBSERVER_H
#define L4CARGO_BRIDGE_UNIT_JOBSERVER_H

#include "base/core/arena.h"

typedef struct Jobserver {
	bool present;
	int read_fd, write_fd; /* of the pipe with the tokens; -1 before jobserver_open */
	Str auth;              /* `3,4` or `fifo:PATH` */
	unsigned jobs;         /* the N of -jN; 1 without -j */
} Jobserver;

/* Finds the jobserver in the value of MAKEFLAGS. */
Jobserver jobserver_find(Arena *a, Str makeflags);

/* Sets `ends` to the descriptors that make passed. Returns false if the jobserver is a fifo or
 * absent. */
bool jobserver_pair(const Jobserver *s, int ends[2]);

/* Returns the value for CARGO_MAKEFLAGS; empty without a jobserver. */
Str jobserver_flags(Arena *a, const Jobserver *s);

bool jobserver_open(Arena *a, Jobserver *s);
/* Takes a token if one is free. The caller must give back the same `*token`. */
bool jobserver_try(const Jobserver *s, char *token);
void jobserver_give(const Jobserver *s, char token);

#endif
