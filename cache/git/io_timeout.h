/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * io_timeout.h - gives a library that waits for ever a time limit on silence.
 *
 * libgit2 1.5 has none. After `seconds` without stall_moved, whatever call the thread is blocked in
 * is interrupted (EINTR), which the library takes for a broken connection.
 */
#ifndef L4CARGO_CACHE_GIT_IO_TIMEOUT_H
#define L4CARGO_CACHE_GIT_IO_TIMEOUT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

typedef struct IoTimeout {
	unsigned seconds; /* 0: no limit */
	bool armed;
	timer_t timer;
	struct sigaction before;
	uint64_t moved; /* monotonic milliseconds */
} IoTimeout;

void io_timeout_begin(IoTimeout *s, unsigned seconds); /* of the calling thread */
void stall_moved(IoTimeout *s);          /* something came: cheap enough for every piece */
bool stall_happened(const IoTimeout *s); /* was it silent for that long? */
void stall_end(IoTimeout *s);

#endif
