// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/output.h"

#include "base/core/fatal.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <unistd.h>

static bool wait_for_room(int fd)
{
	struct pollfd full = { .fd = fd, .events = POLLOUT };
	return poll(&full, 1, -1) > 0 || errno == EINTR;
}

bool output_write(int fd, Str bytes)
{
	while (bytes.len) {
		const ssize_t n = write(fd, bytes.ptr, bytes.len);
		if (n >= 0)
			bytes = str_sub(bytes, (size_t)n, bytes.len);
		else if (errno != EINTR && (errno != EAGAIN || !wait_for_room(fd)))
			return false;
	}
	return true;
}

/* What stdio calls it by: a cookie holds the descriptor itself. */
static ssize_t write_stream(void *fd, const char *bytes, size_t len)
{
	return output_write((int)(intptr_t)fd, (Str){ bytes, len }) ? (ssize_t)len : 0;
}

FILE *output_stream(int fd)
{
	FILE *out = fopencookie((void *)(intptr_t)fd, "w",
	                        (cookie_io_functions_t){ .write = write_stream });
	if (!out)
		fatal_memory();
	if (isatty(fd))
		setvbuf(out, NULL, _IOLBF, BUFSIZ);
	return out;
}
