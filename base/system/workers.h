/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * workers.h - threads that run long tasks while their owner does other work.
 *
 * A WorkerTask is embedded in a struct of the caller and belongs to one thread at a time. It
 * belongs to the workers from workers_add until workers_finished or workers_wait returns it.
 */
#ifndef L4CARGO_BASE_SYSTEM_WORKERS_H
#define L4CARGO_BASE_SYSTEM_WORKERS_H

#include <stddef.h>

typedef struct WorkerTask {
	void (*run)(struct WorkerTask *task);
	struct WorkerTask *next; /* in the list that contains it */
} WorkerTask;

typedef struct Workers Workers;

Workers *workers_new(unsigned count); /* 0: one per processor, at most 4 */
/* The number of threads that is worthwhile if the owner works, too: it leaves one processor to the
 * owner. */
unsigned workers_besides(void);
/* Waits for tasks that run; the others are never started. *w may be NULL. */
void workers_free(Workers **w);

void workers_add(Workers *w, WorkerTask *task);
/* Returns a task that has ended, in the order of their ends; NULL if there is none now. */
WorkerTask *workers_finished(Workers *w);
/* The same, but while there is none, this thread runs tasks itself, or waits. Returns NULL when all
 * tasks have been returned. */
WorkerTask *workers_wait(Workers *w);
/* Returns when all tasks have ended, and frees the workers. */
void workers_finish(Workers **w);

/* A descriptor that is readable when a task has ended, for callers that poll other descriptors,
 * too. */
int workers_descriptor(Workers *w);

#endif
