// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/network.h"

const NetworkSettings network_defaults = {
	.retries = 3,
	.pause_ms = 1000,
	.timeout = 30,
	.low_speed = 10,
	.multiplexing = true,
	.user_agent = STR_INIT("l4cargo"),
};
