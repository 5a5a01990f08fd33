/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * parallel.h - runs the pieces of one job at the same time.
 *
 * Use it for work that waits for the kernel or computes for milliseconds. Data that pieces share
 * must not change while they run: a Diag, an Arena or a Map belongs to one piece only.
 */
#ifndef L4CARGO_BASE_SYSTEM_PARALLEL_H
#define L4CARGO_BASE_SYSTEM_PARALLEL_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum { PARALLEL_MOST = 4 };

/* Starts a thread that receives no signals: those are for the threads that exist already. Returns
 * false with errno. */
bool parallel_start(pthread_t *thread, void *(*run)(void *), void *with);

/* The number of pieces that is worthwhile on this machine: one per processor, at most
 * PARALLEL_MOST. */
size_t parallel_pieces(void);

typedef struct ParallelRange { /* [first, end) of a list */
	size_t first, end;
} ParallelRange;

/* Divides a list into as many ranges as are worthwhile, in order (into one if it has at most `few`
 * items). Returns their number. */
size_t parallel_ranges(size_t count, size_t few, ParallelRange ranges[PARALLEL_MOST]);

/* Runs each of `count` pieces of `size` bytes, all but the first in a thread of its own (the caller
 * receives the signals), and waits for all. If a thread cannot be started, the caller runs that
 * piece, too. */
void parallel_run(void *pieces, size_t count, size_t size, void (*run)(void *piece));

#endif
