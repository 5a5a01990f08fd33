/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * commands.h - what l4cargo-unit can do (docs/packages.md). Each returns the exit status.
 */
#ifndef L4CARGO_BRIDGE_UNIT_COMMANDS_H
#define L4CARGO_BRIDGE_UNIT_COMMANDS_H

#include "bridge/unit/job.h"

int compile_unit(Job *j);   /* compile UNIT */
int finish_unit(Job *j);    /* finish UNIT */
int script_unit(Job *j);    /* script UNIT */
int test_unit(Job *j);      /* test UNIT */
int toolchain_find(Job *j); /* toolchain */

#endif
