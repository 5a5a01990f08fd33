// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/output.h"

#include <errno.h>
#include <poll.h>
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
