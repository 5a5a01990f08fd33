/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lock_update.h - runs cargo for a lock file that is missing, outdated or incomplete.
 *
 * Cargo chooses the versions; l4cargo only reads the result.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LOCK_UPDATE_H
#define L4CARGO_BRIDGE_PROJECT_LOCK_UPDATE_H

#include "bridge/project/project.h"

/*
 * Reports that it runs cargo, which writes p->lock_kept from the manifest and p->lock_path: beside
 * the manifest, as cargo itself would, or elsewhere through a LockScratch. `outdated` is the lock
 * in p->lock_path, or NULL if that is missing. Two things of the selection matter: whether tests
 * are built (then the dev-dependencies of a published crate are locked, too) and whether rustc's
 * version is ignored. Returns false after an error.
 */
bool lock_update(Session *s, const Project *p, const Lockfile *outdated, const Selection *for_what);

/* Returns whether cargo would leave p->lock_path, which has `lock`, as it is. It reports that it
 * runs cargo, but not cargo's errors, and changes no lock file. */
bool lock_is_taken(Session *s, const Project *p, const Lockfile *lock);

/*
 * Sets *tree to the output of `cargo tree` for the selection (ASCII, indented, only packages).
 * Cargo may choose versions that no lock file has; p->lock_path, which has `lock`, is only read.
 * Returns false after an error.
 */
bool resolve_beyond_lock(Session *s, const Project *p, const Lockfile *lock,
                         const Selection *selection, Str *tree);

#endif
