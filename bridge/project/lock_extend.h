/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lock_extend.h - the packages that features of dependencies, or copies by `paths`, need, and that
 * no lock file has.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LOCK_EXTEND_H
#define L4CARGO_BRIDGE_PROJECT_LOCK_EXTEND_H

#include "bridge/project/project.h"

/* Asks cargo, and extends p->lock by what it says. False after an error. */
bool lock_extend(Session *s, const Selection *selection, Project *p);

#endif
