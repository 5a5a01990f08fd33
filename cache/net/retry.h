/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * retry.h - when a request that failed is tried again (cargo-rules 9.7).
 */
#ifndef L4CARGO_CACHE_NET_RETRY_H
#define L4CARGO_CACHE_NET_RETRY_H

#include <stdbool.h>
#include <stdint.h>

enum { RETRY_LONGEST = 10 }; /* seconds, also of what a server may ask for */

/*
 * Milliseconds until the next try after `failures` (at least 1) of them. `second` is how many
 * milliseconds a second has (1000, but for tests), `random` any number.
 */
uint64_t retry_pause(unsigned failures, unsigned second, uint64_t random);

/* Is this HTTP status worth another try? */
bool retry_status(long http_status);

#endif
