/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * io_timeout.h - limits the time that a library may wait for data.
 *
 * libgit2 1.5 has no such limit. After `seconds` without io_timeout_moved, a signal interrupts the
 * system call in which the thread is blocked (EINTR). The library treats that as a broken
 * connection.
 */
#ifndef L4CARGO_CACHE_GIT_IO_TIMEOUT_H
#define L4CARGO_CACHE_GIT_IO_TIMEOUT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

typedef struct IoTimeout {
	unsigned seconds; /* 0 means no limit */
	bool armed;
	timer_t timer;
	struct sigaction before;
	uint64_t moved; /* time of the last io_timeout_moved; monotonic milliseconds */
} IoTimeout;

void io_timeout_begin(IoTimeout *s, unsigned seconds); /* for the calling thread */
/* Data has come. Cheap enough to call for every piece. */
void io_timeout_moved(IoTimeout *s);
/* Returns whether the time limit has passed. */
bool io_timeout_passed(const IoTimeout *s);
void io_timeout_end(IoTimeout *s);

#endif
