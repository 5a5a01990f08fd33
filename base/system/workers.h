/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * workers.h - threads for tasks that cost time, while their owner goes on.
 *
 * A Task is embedded in the caller's struct and belongs to one thread at a
 * time: from workers_add until workers_finished or workers_wait returns it, to
 * the workers.
 */
#ifndef L4CARGO_BASE_SYSTEM_WORKERS_H
#define L4CARGO_BASE_SYSTEM_WORKERS_H

#include <stddef.h>

typedef struct WorkerTask {
	void (*run)(struct WorkerTask *task);
	struct WorkerTask *next; /* of the list it is in */
} WorkerTask;

typedef struct Workers Workers;

Workers *workers_new(unsigned count); /* 0: one for each processor, at most 4 */
/* How many are worth it where the owner works, too: a processor is its own. */
unsigned workers_besides(void);
/* Tasks that run are waited for; those that did not begin never do. NULL is fine. */
void workers_free(Workers **w);

void workers_add(Workers *w, WorkerTask *task);
/* One that has run, in the order they ended; NULL: none at the moment. */
WorkerTask *workers_finished(Workers *w);
/* The same, but as long as there is none, this thread works, too, or waits. NULL: all that were
 * added have been given back. */
WorkerTask *workers_wait(Workers *w);

/* Can be read when a task has finished, for those that wait for other things, too. */
int workers_descriptor(Workers *w);

#endif
