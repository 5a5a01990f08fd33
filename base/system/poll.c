// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/poll.h"

#include "base/core/fatal.h"

#include <errno.h>

void poll_wait(struct pollfd *fds, nfds_t count, int timeout_ms)
{
	while (poll(fds, count, timeout_ms) < 0)
		if (errno != EINTR)
			fatal_errno("cannot wait for other programs");
}
