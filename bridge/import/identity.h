/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * identity.h - identifies the folder of an import, although others may write its contents: a text
 * for the import's record in the cache.
 *
 * The text has the time when the folder was made, which distinguishes it from others with the same
 * inode number, and the time when its Makefile was written. A folder that came with a project has
 * other times. A copy has the same time of the Makefile if it keeps fractions of seconds, as a
 * backup or a CI service does.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_IDENTITY_H
#define L4CARGO_BRIDGE_IMPORT_IDENTITY_H

#include "base/core/buf.h"

/* Appends one line, without a line end. */
void identity_put(Buf *to, Str out);

/* Returns whether identity_put wrote this text for the folder `out`. */
bool identity_is(Str identity, Str out);

#endif
