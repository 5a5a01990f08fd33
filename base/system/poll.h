/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * poll.h - waiting for descriptors.
 */
#ifndef L4CARGO_BASE_SYSTEM_POLL_H
#define L4CARGO_BASE_SYSTEM_POLL_H

#include <poll.h>

/*
 * Until one of them is ready, or `timeout_ms` (-1: none) are over. A signal does not end it. Where
 * the system cannot wait, trying again would never end: the process does.
 */
void poll_wait(struct pollfd *fds, nfds_t count, int timeout_ms);

#endif
