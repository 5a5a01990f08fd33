/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * freshness.h - records the inputs and outputs of an import, so that the next one can detect that
 * nothing changed, and that this user made it.
 *
 * The record holds a key (arguments, environment, configuration: compared whole) and the time, size
 * and inode number of every file that the import looked at, and of folders all but the size. It has
 * a line for absent ones, too. It also distinguishes the folder of the import from another folder
 * of the same name that came with a project. The record is in the cache and not with the packages:
 * their bytes do not depend on the place, and anybody may have written them. A record that is
 * unreadable or does not fit is not an error: the import is made again.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_FRESHNESS_H
#define L4CARGO_BRIDGE_IMPORT_FRESHNESS_H

#include "base/core/vec.h"
#include "base/messages/diag.h"

typedef struct Freshness { /* the record of the last import into a folder */
	Str file;          /* in the cache; its name is derived from the folder's; NUL-terminated */
	Str out;           /* the folder, absolute */
	Str key;           /* empty: this import is never fresh */
} Freshness;

Freshness freshness_of(Arena *a, Str cache, Str out);

/* Returns whether the record has this key and every path in it is unchanged. */
bool freshness_holds(const Freshness *s);

/* Returns whether the import that wrote the record made this folder: it is the same folder, or its
 * Makefile has the same size and the same time to the nanosecond, as a backup restores it. */
bool freshness_knows_folder(const Freshness *s);

/* Writes the record; in a cache that is read-only, it does nothing and returns true. A path with a
 * line end has the same effect as an empty key. Returns false after an error. */
bool freshness_write(const Freshness *s, const StrVec *paths, Diag *diag);

#endif
