/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * profile_values.h - the words that a profile's keys may have.
 *
 * Manifests are checked when they are read, with Cargo's messages for each key; what a profile
 * comes to with the configuration is checked when it is used. Both know the words from here.
 */
#ifndef L4CARGO_RESOLVER_TERMS_PROFILE_VALUES_H
#define L4CARGO_RESOLVER_TERMS_PROFILE_VALUES_H

/* Each ends with NULL. Numbers and booleans that a key may have besides are the reader's. */
extern const char *const profile_opt_levels[], *const profile_debug_levels[],
						       *const profile_panics[];

#endif
