/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rustc.h - the command line and environment of one run of rustc.
 *
 * Rules: cargo-rules 7.1 (the order of arguments), 7.4, 7.5, 8.3.
 */
#ifndef L4CARGO_BRIDGE_UNIT_RUSTC_H
#define L4CARGO_BRIDGE_UNIT_RUSTC_H

#include "bridge/unit/rustc_parts.h"

/* What is built and where, from the settings alone. False after an error. */
bool rustc_describe(Rustc *r, UnitJob *job);
/* Has the source, has a result of the script: else an error is reported. */
bool rustc_begin(Rustc *r);
/* The rest, up to what process_start wants: needs the results of dependencies. */
bool rustc_prepare(Rustc *r);

#endif
