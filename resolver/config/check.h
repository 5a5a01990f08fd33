/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * check.h - checks configuration that Cargo reads before each build, even if it is not used here.
 *
 * Rules: the structs of cargo's util/context/schema.rs, and parse_links_overrides.
 */
#ifndef L4CARGO_RESOLVER_CONFIG_CHECK_H
#define L4CARGO_RESOLVER_CONFIG_CHECK_H

#include "resolver/config/config.h"

/*
 * Checks [build], [term], [resolver] and the keys that must be tables. Returns false after an
 * error.
 */
bool config_check(const Config *c);

/*
 * Checks the tables in [target.TRIPLE] that override build scripts. Returns false after an error.
 */
bool config_check_links(const Config *c, Str triple);

#endif
