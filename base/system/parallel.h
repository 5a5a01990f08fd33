/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * parallel.h - pieces of one job, done at the same time.
 *
 * For what waits for the kernel or computes for milliseconds. What pieces
 * share must not change while they run: a Diag, an Arena or a Map belongs to
 * one of them only.
 */
#ifndef L4CARGO_BASE_SYSTEM_PARALLEL_H
#define L4CARGO_BASE_SYSTEM_PARALLEL_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum { PARALLEL_MOST = 4 };

/* A thread that gets no signals: those are for the threads that were there before. False with
 * errno.
 */
bool parallel_start(pthread_t *thread, void *(*run)(void *), void *with);

/* How many pieces are worth it here: as many as there are processors, at most PARALLEL_MOST. */
size_t parallel_pieces(void);

typedef struct ParallelRange { /* [first, end) of a list */
	size_t first, end;
} ParallelRange;

/* A list in as many ranges as are worth it (`few` or less: in one), in order: their number. */
size_t parallel_ranges(size_t count, size_t few, ParallelRange ranges[PARALLEL_MOST]);

/* Run each of `count` pieces of `size` bytes, all but the first in a thread of its own (signals are
 * the caller's), and wait for all. Where no thread can be had the caller does its piece, too.
 */
void parallel_run(void *pieces, size_t count, size_t size, void (*run)(void *piece));

#endif
