/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * store_layout.h - the folders of the store, which several processes use at once.
 *
 *   crates/KEY/NAME-VERSION/         unpacked; KEY is the archive's checksum
 *   crates/KEY/NAME-VERSION.crate    the archive, if it was downloaded
 *   index/ID/...                     as in CARGO_HOME/registry/index
 *   library/VERSION-DIGEST/          Rust's libraries (bridge/project/library_copy.h)
 *   targets/TRIPLE.json              specifications of targets (bridge/project/target_spec.h)
 *   tmp/XXXXXX/                      belongs to one process, which locks it while it lives
 *
 * KEY, or an entry in it, appears whole by a rename from tmp: if it exists, its content was
 * verified. When a process makes its folder in tmp, it removes those of dead processes.
 *
 * The path of the store may contain links. Entries come and go through the store's descriptor,
 * which follows no link (place_in_store), so that nothing outside the store is changed. Only our
 * own folder in tmp is written by its path: by libgit2, git and cargo, which know no other way, and
 * for copies of files.
 */
#ifndef L4CARGO_CACHE_STORE_LAYOUT_H
#define L4CARGO_CACHE_STORE_LAYOUT_H

#include "base/core/arena.h"
#include "base/files/below.h"

typedef struct StoreLayout {
	Str folder; /* the store; absolute */
	int top;    /* `folder`, open; -1: not open yet */
	Str temp;   /* tmp/XXXXXX of this process; empty: not made yet */
	int lock;   /* `temp`, open and locked by us; -1: not made yet */
} StoreLayout;

void place_init(StoreLayout *p, Str folder);
void place_close(StoreLayout *p); /* removes `temp` and what is left in it */

/*
 * Removes first what a power loss may have damaged (settle.h). A command holds a shared lock on the
 * folder while it has the store open; a command that removes entries holds it alone. Closing the
 * descriptor releases the lock. Returns -1 if the folder does not exist or cannot be locked.
 */
int place_lock_shared(Str folder);
/* Waits for the lock, with a message. Returns false after an error. */
bool place_lock_alone(Str folder, Diag *diag, int *lock);
/* Returns whether the folder exists but cannot be written to. Then commands write no records: these
 * only save time. */
bool place_is_read_only(Str folder);
/* Records that an entry of the store is used: updates its time stamp, at most once a day. */
void place_touch(const StoreLayout *p, const char *path);

/* Returns the folder for the archive with this checksum (64 hex digits): crates/KEY in the
 * store. */
Str place_crate(Arena *a, const StoreLayout *p, Str checksum);
/* The same, relative to any store. */
Str place_crate_key(Arena *a, Str checksum);

/* Open `top`, and also make `temp`. Return false after an error. */
bool place_open(StoreLayout *p, Diag *diag);
bool place_make_temp(StoreLayout *p, Arena *a, Diag *diag);

/* Returns the place of a file of the store, to change it. `path` must be below `temp`, or below
 * `folder` with `top` open. */
BelowPlace place_in_store(const StoreLayout *p, Arena *a, const char *path);

/* Renames a folder below `temp` to its place, and makes the parent folders. Succeeds also if
 * another process was first. Returns false with errno. */
bool place_publish(const StoreLayout *p, const char *made, const char *target);

#endif
