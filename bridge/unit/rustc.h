/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rustc.h - the command line and environment of one run of rustc.
 *
 * Rules: cargo-rules 7.1 (the order of arguments), 7.4, 7.5, 8.3.
 */
#ifndef L4CARGO_BRIDGE_UNIT_RUSTC_H
#define L4CARGO_BRIDGE_UNIT_RUSTC_H

#include "bridge/unit/rustc_parts.h"

/* Finds what the unit builds and where, from the settings alone. Returns false after an error. */
bool rustc_describe(Rustc *r, UnitJob *job);
/* Checks the compiler's version and the source, and reads the result of the build script. Reports
 * an error and returns false if something is missing. */
bool rustc_begin(Rustc *r);
/* Calls rustc_begin and fills in the command for process_start. This needs the results of the
 * dependencies. Returns false after an error. */
bool rustc_prepare(Rustc *r);

#endif
