// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/parallel.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

typedef struct Worker {
	pthread_t thread;
	bool started;
	void *piece;
	void (*run)(void *piece);
} Worker;

static void *run_piece(void *worker)
{
	const Worker *w = worker;
	w->run(w->piece);
	return NULL;
}

size_t parallel_pieces(void)
{
	const long processors = sysconf(_SC_NPROCESSORS_ONLN);
	if (processors < 1)
		return 1;
	return processors < PARALLEL_MOST ? (size_t)processors : PARALLEL_MOST;
}

size_t parallel_ranges(size_t count, size_t few, ParallelRange ranges[PARALLEL_MOST])
{
	const size_t parts = count <= few ? 1 : parallel_pieces();
	for (size_t i = 0; i < parts; i++)
		ranges[i] = (ParallelRange){ count * i / parts, count * (i + 1) / parts };
	return parts;
}

bool parallel_start(pthread_t *thread, void *(*run)(void *), void *with)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	errno = pthread_create(thread, NULL, run, with);
	const int why = errno;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = why;
	return why == 0;
}

void parallel_run(void *pieces, size_t count, size_t size, void (*run)(void *piece))
{
	Worker workers[PARALLEL_MOST] = { 0 };
	char *piece = pieces;
	for (size_t i = 1; i < count && i < PARALLEL_MOST; i++) {
		workers[i] = (Worker){ .piece = piece + i * size, .run = run };
		workers[i].started = parallel_start(&workers[i].thread, run_piece, &workers[i]);
	}
	for (size_t i = 0; i < count; i++) {
		if (i >= PARALLEL_MOST || !workers[i].started)
			run(piece + i * size);
		else
			pthread_join(workers[i].thread, NULL);
	}
}
