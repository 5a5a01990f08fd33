// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/workers.h"

#include "base/fs.h"
#include "base/parallel.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

typedef struct Queue {
	Task *first, **end;
} Queue;

struct Workers {
	pthread_mutex_t lock; /* of all below but `threads` and `event` */
	pthread_cond_t more;
	Queue todo, ended;
	bool closing;
	pthread_t threads[PARALLEL_MOST];
	unsigned count, started;
	int event;
};

static void put(Queue *q, Task *t)
{
	t->next = NULL;
	*q->end = t;
	q->end = &t->next;
}

static Task *take(Queue *q)
{
	Task *t = q->first;
	if (t) {
		q->first = t->next;
		if (!q->first)
			q->end = &q->first;
	}
	return t;
}

static void announce(const Workers *w)
{
	const uint64_t one = 1;
	while (write(w->event, &one, sizeof one) < 0 && errno == EINTR)
		;
}

static void *work(void *workers)
{
	Workers *w = workers;
	pthread_mutex_lock(&w->lock);
	while (!w->closing) {
		Task *t = take(&w->todo);
		if (!t) {
			pthread_cond_wait(&w->more, &w->lock);
			continue;
		}
		pthread_mutex_unlock(&w->lock);
		t->run(t);
		pthread_mutex_lock(&w->lock);
		put(&w->ended, t);
		announce(w);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

Workers *workers_new(unsigned count)
{
	Workers *w = xcalloc(1, sizeof(Workers));
	w->count = count ? count : (unsigned)parallel_pieces();
	w->count = w->count < PARALLEL_MOST ? w->count : PARALLEL_MOST;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->more, NULL);
	w->todo.end = &w->todo.first;
	w->ended.end = &w->ended.first;
	w->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (w->event < 0) {
		perror("error: cannot make an event descriptor");
		exit(70);
	}
	return w;
}

void workers_free(Workers **workers)
{
	Workers *w = *workers;
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->closing = true;
	pthread_cond_broadcast(&w->more);
	pthread_mutex_unlock(&w->lock);
	for (unsigned i = 0; i < w->started; i++)
		pthread_join(w->threads[i], NULL);
	pthread_cond_destroy(&w->more);
	pthread_mutex_destroy(&w->lock);
	close(w->event);
	free(w);
	*workers = NULL;
}

int workers_descriptor(const Workers *w)
{
	return w->event;
}

static void start_thread(Workers *w)
{
	if (parallel_start(&w->threads[w->started], work, w)) {
		w->started++;
	} else if (w->started == 0) {
		perror("error: cannot start a thread");
		exit(70);
	}
}

void workers_add(Workers *w, Task *task)
{
	if (w->started < w->count)
		start_thread(w);
	pthread_mutex_lock(&w->lock);
	put(&w->todo, task);
	pthread_cond_signal(&w->more);
	pthread_mutex_unlock(&w->lock);
}

Task *workers_finished(Workers *w)
{
	uint64_t count;
	if (read(w->event, &count, sizeof count) < 0 && errno != EAGAIN && errno != EINTR)
		return NULL;
	pthread_mutex_lock(&w->lock);
	Task *t = take(&w->ended);
	if (w->ended.first)
		announce(w); /* there is more: the descriptor stays readable */
	pthread_mutex_unlock(&w->lock);
	return t;
}
