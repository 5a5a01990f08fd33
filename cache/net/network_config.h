/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * network_config.h - reads the network settings in Cargo's configuration: the keys `net` and
 * `http`.
 */
#ifndef L4CARGO_CACHE_NET_NETWORK_CONFIG_H
#define L4CARGO_CACHE_NET_NETWORK_CONFIG_H

#include "cache/net/network.h"
#include "resolver/config/config.h"

/* Reads the configuration and the environment. Returns false after an error. */
bool network_read(const Config *config, NetworkSettings *out);

#endif
