/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rerun.h - adds the conditions under which a build script must run again. Rules: cargo-rules 8.5.
 */
#ifndef L4CARGO_BRIDGE_UNIT_RERUN_H
#define L4CARGO_BRIDGE_UNIT_RERUN_H

#include "bridge/unit/depinfo.h"
#include "bridge/unit/directives.h"

void rerun_add(Fragment *f, const DirectiveList *said);

#endif
