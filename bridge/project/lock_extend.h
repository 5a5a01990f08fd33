/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lock_extend.h - adds packages to a lock in memory: those that the features of dependencies on the
 * command line, or the copies in `paths`, need and that no lock file has.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LOCK_EXTEND_H
#define L4CARGO_BRIDGE_PROJECT_LOCK_EXTEND_H

#include "bridge/project/project.h"

/* Runs `cargo tree`, and returns the lock with the packages in its output. Returns NULL after an
 * error. */
const Lockfile *lock_extend(Session *s, const Selection *selection, const Project *p,
                            const Lockfile *lock);

#endif
