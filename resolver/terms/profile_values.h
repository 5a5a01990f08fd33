/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * profile_values.h - the valid words for keys of a profile.
 *
 * The manifest reader checks each profile with Cargo's messages. A profile is checked again when it
 * is used, because the configuration may change it. Both use these lists.
 */
#ifndef L4CARGO_RESOLVER_TERMS_PROFILE_VALUES_H
#define L4CARGO_RESOLVER_TERMS_PROFILE_VALUES_H

/* Each list ends with NULL. The readers check numbers and booleans themselves. */
extern const char *const profile_opt_levels[], *const profile_debug_levels[],
						       *const profile_panics[];

#endif
