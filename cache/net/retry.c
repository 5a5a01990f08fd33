// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/net/retry.h"

uint64_t retry_pause(unsigned failures, unsigned second, uint64_t random)
{
	/* As in Cargo: first 0.5 to 1.5 seconds, then 3.5, 6.5, 9.5, 10, 10, ... */
	const uint64_t half = second / 2;
	if (failures <= 1)
		return half + (second ? random % second : 0);
	const uint64_t longest = (uint64_t)RETRY_LONGEST * second;
	const uint64_t pause = half + (uint64_t)(failures - 1) * 3 * second;
	return pause < longest ? pause : longest;
}

bool retry_status(long http_status)
{
	return http_status == 429 || (http_status >= 500 && http_status < 600);
}
