/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * retry.h - decides when a failed request is repeated (cargo-rules 9.7).
 */
#ifndef L4CARGO_CACHE_NET_RETRY_H
#define L4CARGO_CACHE_NET_RETRY_H

#include <stdbool.h>
#include <stdint.h>

enum { RETRY_LONGEST = 10 }; /* seconds; also limits the pause that a server asks for */

/*
 * Returns the milliseconds until the next try after `failures` (at least 1) failed ones. `second`
 * is the length of a second in milliseconds (1000; tests shorten it); `random` is any number.
 */
uint64_t retry_pause(unsigned failures, unsigned second, uint64_t random);

/* Returns whether a request with this HTTP status is repeated. */
bool retry_status(long http_status);

#endif
