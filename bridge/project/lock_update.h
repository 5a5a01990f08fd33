/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lock_update.h - a lock file that is missing, does not fit or does not suffice: cargo itself is
 * asked.
 *
 * Choosing versions is cargo's work; l4cargo only ever reads the outcome.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LOCK_UPDATE_H
#define L4CARGO_BRIDGE_PROJECT_LOCK_UPDATE_H

#include "bridge/project/project.h"

typedef enum LockUpdateReason { LOCK_MISSING, LOCK_OUTDATED } LockUpdateReason;

/*
 * Has cargo write p->lock_kept from the manifest and p->lock_path (beside the manifest, as cargo
 * would; elsewhere by way of a LockScratch) and says so. Of the selection counts whether tests are
 * built (what they need is locked of published crates, too), and whether rustc's version matters.
 * False after an error.
 */
bool lock_update(Session *s, const Project *p, LockUpdateReason why, const Selection *for_what);

/* Would cargo leave p->lock_path as it is? It says nothing, and writes nothing. */
bool lock_is_taken(Session *s, const Project *p);

/*
 * What `cargo tree` prints (ASCII, indented, only packages) for the selection, for which
 * it may choose versions that no lock file has; p->lock_path is only read. False after an error.
 */
bool resolve_beyond_lock(Session *s, const Project *p, const Selection *selection, Str *tree);

#endif
