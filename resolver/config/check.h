/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * check.h - what Cargo reads of the configuration before each build must be well formed,
 * whether or not anything depends on it here.
 *
 * Rules: the structs of cargo's util/context/schema.rs, and parse_links_overrides.
 */
#ifndef L4CARGO_RESOLVER_CONFIG_CHECK_H
#define L4CARGO_RESOLVER_CONFIG_CHECK_H

#include "resolver/config/config.h"

/* [build], [term], [resolver] and the tables that must be some. False after an error. */
bool config_check(const Config *c);

/* The tables of [target.TRIPLE] that stand for build scripts. False after an error. */
bool config_check_links(const Config *c, Str triple);

#endif
