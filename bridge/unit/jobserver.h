/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * jobserver.h - make's tokens, as cargo hands them on.
 *
 * A token is a right to run one process; each recipe has one already. Make 4.3
 * passes two descriptors, later ones may pass the name of a fifo.
 */
#ifndef L4CARGO_BRIDGE_UNIT_JOBSERVER_H
#define L4CARGO_BRIDGE_UNIT_JOBSERVER_H

#include "base/core/arena.h"

typedef struct Jobserver {
	bool present;
	int read_fd, write_fd; /* for tokens: -1 before jobserver_open */
	Str auth;              /* `3,4` or `fifo:PATH` */
	unsigned jobs;         /* of -jN; 1 without -j */
} Jobserver;

/* From the value of MAKEFLAGS. */
Jobserver jobserver_find(Arena *a, Str makeflags);

/* Its descriptors, as make hands them on; false: it has a name, or there is none. */
bool jobserver_pair(const Jobserver *s, int ends[2]);

/* What CARGO_MAKEFLAGS says; empty without a jobserver. */
Str jobserver_flags(Arena *a, const Jobserver *s);

bool jobserver_open(Arena *a, Jobserver *s);
/* Takes a token if one is free. `*token` is what has to be given back. */
bool jobserver_try(const Jobserver *s, char *token);
void jobserver_give(const Jobserver *s, char token);

#endif
