/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rustc_box.h - a run of rustc in a sandbox.
 */
#ifndef L4CARGO_BRIDGE_UNIT_RUSTC_BOX_H
#define L4CARGO_BRIDGE_UNIT_RUSTC_BOX_H

#include "bridge/unit/rustc_parts.h"

/* Where what rustc writes into the unit's folder arrives. */
Str rustc_folder(const Rustc *r);
/* With `make SANDBOX=1`, its command becomes one that runs boxed. False after an error. */
bool rustc_box(Rustc *r, CommandLine *command);

#endif
