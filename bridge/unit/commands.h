/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * commands.h - the commands of l4cargo-unit (docs/packages.md). Each returns the exit status.
 */
#ifndef L4CARGO_BRIDGE_UNIT_COMMANDS_H
#define L4CARGO_BRIDGE_UNIT_COMMANDS_H

#include "bridge/unit/job.h"

int compile_unit(UnitJob *j);   /* compile UNIT */
int finish_unit(UnitJob *j);    /* finish UNIT */
int script_unit(UnitJob *j);    /* script UNIT */
int test_unit(UnitJob *j);      /* test UNIT */
int toolchain_find(UnitJob *j); /* toolchain */

#endif
