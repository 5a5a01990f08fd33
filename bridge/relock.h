/*
 * relock.h - a lock file that is missing or does not fit: cargo itself makes it fit.
 *
 * Choosing versions is cargo's work; l4cargo only ever reads the outcome.
 */
#ifndef L4CARGO_BRIDGE_RELOCK_H
#define L4CARGO_BRIDGE_RELOCK_H

#include "bridge/project.h"

typedef enum RelockReason { LOCK_MISSING, LOCK_OUTDATED } RelockReason;

/*
 * Has cargo write p->lock_path from the manifest (beside it, as cargo would; elsewhere by way of a
 * scratch copy of the manifest) and says so. False after an error.
 */
bool relock(Session *s, const Project *p, RelockReason why);

#endif
