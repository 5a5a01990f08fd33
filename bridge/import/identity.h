/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * identity.h - by what the folder of an import is known later, though others may write what is in
 * it: text for the import's record in the cache.
 *
 * Nothing that a project comes with has the same: when the folder was made, by which the system
 * tells it from others of its number; and when its Makefile was written. A copy has that time if it
 * keeps fractions of seconds, as one that a backup or a CI service restores.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_IDENTITY_H
#define L4CARGO_BRIDGE_IMPORT_IDENTITY_H

#include "base/core/buf.h"

/* One line, without its end. */
void identity_put(Buf *to, Str out);

/* Is `out` the folder of which identity_put wrote this? */
bool identity_is(Str identity, Str out);

#endif
