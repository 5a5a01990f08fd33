/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * freshness.h - what an import was made from and what it made, so that the next one can tell that
 * nothing changed.
 *
 * The record holds a key (arguments, environment, configuration: compared
 * whole) and the time and size of every file and folder that was asked about,
 * absent ones too. It is kept in the cache, not with the packages, whose bytes
 * do not depend on the place. A record that is unreadable or does not fit is
 * no error: the import is then made again.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_FRESHNESS_H
#define L4CARGO_BRIDGE_IMPORT_FRESHNESS_H

#include "base/core/vec.h"
#include "base/messages/diag.h"

/* Is the record of `file` for this key, and is every path in it as it was? */
bool stamp_is_fresh(const char *file, Str key);

/* Write the record. A path whose state cannot be told apart later (changed just now, odd name)
 * makes it write none. False after an error. */
bool stamp_write(const char *file, Str key, const StrVec *paths, Diag *diag);

#endif
