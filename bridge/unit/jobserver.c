// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/jobserver.h"

#include "bridge/unit/text.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static bool is_open(uint64_t fd)
{
	return fd <= INT32_MAX && fcntl((int)fd, F_GETFD) >= 0;
}

bool jobserver_pair(const Jobserver *s, int ends[2])
{
	Str read_end, write_end;
	uint64_t in = 0, out = 0;
	if (!s->present || !str_cut(s->auth, ',', &read_end, &write_end) ||
	    !str_to_u64(read_end, &in) || !str_to_u64(write_end, &out))
		return false;
	ends[0] = (int)in;
	ends[1] = (int)out;
	return true;
}

static void set_auth(Jobserver *s, Str auth)
{
	Str read_end, write_end;
	uint64_t in = 0, out = 0;
	s->auth = auth;
	s->present = str_starts_with(auth, STR("fifo:")) ||
	             (str_cut(auth, ',', &read_end, &write_end) && str_to_u64(read_end, &in) &&
	              str_to_u64(write_end, &out) && is_open(in) && is_open(out));
}

Jobserver jobserver_find(Arena *a, Str makeflags)
{
	Jobserver s = { .read_fd = -1, .write_fd = -1, .jobs = 1 };
	const Str options[] = { STR("--jobserver-auth="), STR("--jobserver-fds=") };
	Str word;
	while (str_next_word(&makeflags, &word) && !str_eq(word, STR("--"))) {
		uint64_t n = 0;
		for (size_t i = 0; i < COUNT_OF(options); i++)
			if (str_starts_with(word, options[i]))
				set_auth(&s, arena_str(a, str_sub(word, options[i].len, word.len)));
		if (str_starts_with(word, STR("-j")))
			s.jobs = str_to_u64(str_sub(word, 2, word.len), &n) && n && n < 4096
			                 ? (unsigned)n
			                 : (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
	}
	return s;
}

Str jobserver_flags(Arena *a, const Jobserver *s)
{
	if (!s->present)
		return STR("");
	if (str_starts_with(s->auth, STR("fifo:")))
		return arena_printf(a, "-j --jobserver-auth=" STR_FMT, STR_ARG(s->auth));
	return arena_printf(a, "-j --jobserver-fds=" STR_FMT " --jobserver-auth=" STR_FMT,
	                    STR_ARG(s->auth), STR_ARG(s->auth));
}

/*
 * make shares the pipe with us and needs it in blocking mode. But a read must not block here when
 * another process takes the token that poll saw. So we open the pipe again: the new descriptors
 * have flags of their own.
 */
bool jobserver_open(Arena *a, Jobserver *s)
{
	if (!s->present)
		return false;
	Str in = str_sub(s->auth, 5, s->auth.len), out = in;
	if (!str_starts_with(s->auth, STR("fifo:"))) {
		str_cut(s->auth, ',', &in, &out);
		in = arena_printf(a, "/proc/self/fd/" STR_FMT, STR_ARG(in));
		out = arena_printf(a, "/proc/self/fd/" STR_FMT, STR_ARG(out));
	}
	s->read_fd = open(in.ptr, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	s->write_fd = open(out.ptr, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	return s->read_fd >= 0 && s->write_fd >= 0;
}

bool jobserver_try(const Jobserver *s, char *token)
{
	return s->read_fd >= 0 && read(s->read_fd, token, 1) == 1;
}

void jobserver_give(const Jobserver *s, char token)
{
	while (s->write_fd >= 0 && write(s->write_fd, &token, 1) < 0 && errno == EINTR)
		;
}
