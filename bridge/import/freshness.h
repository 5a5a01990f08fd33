/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * freshness.h - what an import was made from and what it made, so that the next one can tell that
 * nothing changed, and that it was this user's.
 *
 * The record holds a key (arguments, environment, configuration: compared
 * whole) and the time and size of every file and folder that was asked about,
 * absent ones too. It also tells the folder of the import from another one of
 * its name, as a project brings it that somebody else made. It is kept in the
 * cache, not with the packages, whose bytes do not depend on the place, and
 * which anybody may have written. A record that is unreadable or does not fit is
 * no error: the import is then made again.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_FRESHNESS_H
#define L4CARGO_BRIDGE_IMPORT_FRESHNESS_H

#include "base/core/vec.h"
#include "base/messages/diag.h"

typedef struct Stamp { /* the record of the last import into a folder */
	Str file;      /* in the cache, by a name made from the folder's; ends in NUL */
	Str out;       /* the folder, absolute */
	Str key;       /* empty: this import is never fresh */
} Stamp;

Stamp stamp_for(Arena *a, Str cache, Str out);

/* Is the record for this key, and is every path in it as it was? */
bool stamp_is_fresh(const Stamp *s);

/* Is the folder the one that the import left which wrote the record? The same folder, or one with
 * the same Makefile and its time to the nanosecond, as a backup restores it. */
bool stamp_knows_folder(const Stamp *s);

/* Write the record; in a cache that cannot be written, none. With a path that no line can hold it
 * is as for an empty key. False after an error. */
bool stamp_write(const Stamp *s, const StrVec *paths, Diag *diag);

#endif
