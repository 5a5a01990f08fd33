// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/git/io_timeout.h"

#include "base/core/clock.h"

#include <sys/syscall.h>
#include <unistd.h>

/* glibc has the field, but not the name from the manual. */
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

enum { AGAIN_MS = 1000 /* the signal may come between two system calls */ };

static void interrupt_call(int signal)
{
	(void)signal;
}

static void arm_timer(IoTimeout *s)
{
	const struct itimerspec when = { .it_value = { .tv_sec = (time_t)s->seconds },
		                         .it_interval = { .tv_sec = AGAIN_MS / 1000 } };
	s->moved = clock_ms();
	timer_settime(s->timer, 0, &when, NULL);
}

void io_timeout_begin(IoTimeout *s, unsigned seconds)
{
	*s = (IoTimeout){ .seconds = seconds, .moved = clock_ms() };
	struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGALRM };
	event.sigev_notify_thread_id = (pid_t)syscall(SYS_gettid);
	if (!seconds || timer_create(CLOCK_MONOTONIC, &event, &s->timer) < 0)
		return;
	const struct sigaction act = { .sa_handler = interrupt_call }; /* without SA_RESTART */
	sigaction(SIGALRM, &act, &s->before);
	s->armed = true;
	arm_timer(s);
}

void io_timeout_moved(IoTimeout *s)
{
	if (s->armed && clock_ms() - s->moved >= AGAIN_MS / 4)
		arm_timer(s);
}

bool io_timeout_passed(const IoTimeout *s)
{
	return s->armed && clock_ms() - s->moved >= (uint64_t)s->seconds * 1000;
}

void io_timeout_end(IoTimeout *s)
{
	if (!s->armed)
		return;
	timer_delete(s->timer);
	sigaction(SIGALRM, &s->before, NULL);
	s->armed = false;
}
