/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * poll.h - waits for descriptors.
 */
#ifndef L4CARGO_BASE_SYSTEM_POLL_H
#define L4CARGO_BASE_SYSTEM_POLL_H

#include <poll.h>

/*
 * Waits until one of them is ready, or `timeout_ms` (-1: no limit) have passed. A signal does not
 * end it. If poll itself fails, trying again would never end, so this ends the process.
 */
void poll_wait(struct pollfd *fds, nfds_t count, int timeout_ms);

#endif
