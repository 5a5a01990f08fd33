/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rustc_box.h - runs rustc in a sandbox.
 */
#ifndef L4CARGO_BRIDGE_UNIT_RUSTC_BOX_H
#define L4CARGO_BRIDGE_UNIT_RUSTC_BOX_H

#include "bridge/unit/rustc_parts.h"

/* Returns the folder that receives the files that rustc writes into the unit's folder. */
Str rustc_folder(const Rustc *r);
/* With `make SANDBOX=1`, changes *command so that it runs in a sandbox. Returns false after an
 * error. */
bool rustc_box(Rustc *r, CommandLine *command);

#endif
