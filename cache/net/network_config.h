/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * network_config.h - network settings of Cargo's configuration: keys `net` and `http`.
 */
#ifndef L4CARGO_CACHE_NET_NETWORK_CONFIG_H
#define L4CARGO_CACHE_NET_NETWORK_CONFIG_H

#include "cache/net/network.h"
#include "resolver/config/config.h"

/* What the configuration and the environment say. False after an error. */
bool network_read(const Config *config, NetworkSettings *out);

#endif
