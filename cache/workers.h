/*
 * workers.h - threads for what costs time while downloads go on.
 *
 * A Task is embedded in the caller's struct and belongs to one thread at a
 * time: from workers_add until workers_finished returns it, to the workers.
 */
#ifndef L4CARGO_CACHE_WORKERS_H
#define L4CARGO_CACHE_WORKERS_H

#include <stddef.h>

typedef struct Task {
	void (*run)(struct Task *task);
	struct Task *next; /* of the list it is in */
} Task;

typedef struct Workers Workers;

Workers *workers_new(unsigned count); /* 0: one for each processor, at most 4 */
/* Tasks that run are waited for; those that did not begin never do. */
void workers_free(Workers **w);

/* Can be read when a task has finished. */
int workers_descriptor(const Workers *w);

void workers_add(Workers *w, Task *task);
/* One that has run, in the order they ended; NULL: none at the moment. */
Task *workers_finished(Workers *w);

#endif
