// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/workers.h"

#include "base/core/fatal.h"
#include "base/files/fs.h"
#include "base/system/parallel.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

typedef struct Queue {
	WorkerTask *first, **end;
} Queue;

struct Workers {
	pthread_mutex_t lock; /* protects the fields of this paragraph */
	pthread_cond_t more, done;
	Queue todo, ended;
	size_t running;
	bool closing, waited_for; /* a thread waits for `done` */
	int event;                /* -1: not requested */

	pthread_t threads[PARALLEL_MOST];
	unsigned count, started;
};

static void put_last(Queue *q, WorkerTask *t)
{
	t->next = NULL;
	*q->end = t;
	q->end = &t->next;
}

static WorkerTask *take_first(Queue *q)
{
	WorkerTask *t = q->first;
	if (t) {
		q->first = t->next;
		if (!q->first)
			q->end = &q->first;
	}
	return t;
}

static void announce_end(const Workers *w)
{
	const uint64_t one = 1;
	while (w->event >= 0 && write(w->event, &one, sizeof one) < 0 && errno == EINTR)
		;
}

static void run_unlocked(Workers *w, WorkerTask *t)
{
	w->running++;
	pthread_mutex_unlock(&w->lock);
	t->run(t);
	pthread_mutex_lock(&w->lock);
	w->running--;
}

static void end_task(Workers *w, WorkerTask *t)
{
	if (!w->ended.first)
		announce_end(w);
	put_last(&w->ended, t);
	if (w->waited_for)
		pthread_cond_signal(&w->done);
}

static void *run_tasks(void *workers)
{
	Workers *w = workers;
	pthread_mutex_lock(&w->lock);
	while (!w->closing) {
		WorkerTask *t = take_first(&w->todo);
		if (!t) {
			pthread_cond_wait(&w->more, &w->lock);
			continue;
		}
		run_unlocked(w, t);
		end_task(w, t);
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
	pthread_cond_init(&w->done, NULL);
	w->todo.end = &w->todo.first;
	w->ended.end = &w->ended.first;
	w->event = -1;
	return w;
}

unsigned workers_besides(void)
{
	const unsigned processors = (unsigned)parallel_pieces();
	return processors > 1 ? processors - 1 : 1;
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
	pthread_cond_destroy(&w->done);
	pthread_mutex_destroy(&w->lock);
	fs_close(&w->event);
	free(w);
	*workers = NULL;
}

int workers_descriptor(Workers *w)
{
	pthread_mutex_lock(&w->lock);
	if (w->event < 0) {
		w->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		if (w->event < 0)
			fatal_errno("cannot make an event descriptor");
		if (w->ended.first)
			announce_end(w);
	}
	pthread_mutex_unlock(&w->lock);
	return w->event;
}

/* Without any thread, the owner does all tasks in workers_wait. But an owner that polls the
 * descriptor would wait for ever. */
static void start_thread(Workers *w)
{
	if (parallel_start(&w->threads[w->started], run_tasks, w))
		w->started++;
	else if (w->started == 0 && w->event >= 0)
		fatal_errno("cannot start a thread");
}

void workers_add(Workers *w, WorkerTask *task)
{
	if (w->started < w->count)
		start_thread(w);
	pthread_mutex_lock(&w->lock);
	put_last(&w->todo, task);
	pthread_cond_signal(&w->more);
	pthread_mutex_unlock(&w->lock);
}

WorkerTask *workers_finished(Workers *w)
{
	uint64_t count;
	pthread_mutex_lock(&w->lock);
	if (w->event >= 0)
		(void)!read(w->event, &count, sizeof count); /* may fail: no event */
	WorkerTask *t = take_first(&w->ended);
	if (w->ended.first)
		announce_end(w); /* more tasks have ended: keep the descriptor readable */
	pthread_mutex_unlock(&w->lock);
	return t;
}

WorkerTask *workers_wait(Workers *w)
{
	pthread_mutex_lock(&w->lock);
	WorkerTask *t = take_first(&w->ended);
	while (!t && (w->todo.first || w->running)) {
		WorkerTask *own = take_first(&w->todo);
		if (own) {
			run_unlocked(w, own);
			t = own;
		} else {
			w->waited_for = true;
			pthread_cond_wait(&w->done, &w->lock);
			w->waited_for = false;
			t = take_first(&w->ended);
		}
	}
	pthread_mutex_unlock(&w->lock);
	return t;
}

void workers_finish(Workers **w)
{
	while (workers_wait(*w))
		;
	workers_free(w);
}
