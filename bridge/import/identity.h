/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * identity.h - identifies the folder of an import, although others may write its contents: a text
 * for the import's record in the cache.
 *
 * The text has the inode number of the folder and the time when it was made, the size and time of
 * its Makefile, and the folder's path. A folder that came with a project has other times. A
 * restored copy has the same time of the Makefile if the backup or CI service keeps fractions of
 * seconds; a time of whole seconds never counts, because others can guess it.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_IDENTITY_H
#define L4CARGO_BRIDGE_IMPORT_IDENTITY_H

#include "base/core/buf.h"

/* Appends one line, without a line end. */
void identity_put(Buf *to, Str out);

/* Returns whether identity_put wrote this text for the folder that `out` is now. The path must be
 * the same, and the folder or its Makefile. */
bool identity_is(Str identity, Str out);

#endif
