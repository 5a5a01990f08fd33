/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * store_layout.h - the folders of the store, which several processes use at once.
 *
 *   crates/KEY/NAME-VERSION/         unpacked; KEY is the archive's checksum
 *   crates/KEY/NAME-VERSION.crate    the archive, if it was downloaded
 *   index/ID/...                     as in CARGO_HOME/registry/index
 *   library/VERSION-DIGEST/          Rust's libraries (bridge/project/library_copy.h)
 *   targets/TRIPLE.json              specifications of targets (bridge/project/target_spec.h)
 *   tmp/XXXXXX/                      of one process, locked as long as it lives
 *
 * KEY, or one of the two in it, appears by a rename from tmp, whole: that it
 * is there proves that its content was verified. What a dead process left in tmp goes when another
 * needs a folder there.
 *
 * The folder itself may be reached by links. Whoever changes anything below it does so by its
 * descriptor and follows none (place_of): what is not in the store is not touched.
 */
#ifndef L4CARGO_CACHE_STORE_LAYOUT_H
#define L4CARGO_CACHE_STORE_LAYOUT_H

#include "base/core/arena.h"
#include "base/files/below.h"

typedef struct StoreLayout {
	Str folder; /* of the store; absolute */
	int top;    /* it, open; -1: not yet */
	Str temp;   /* tmp/XXXXXX of this process; empty: not made yet */
	int lock;   /* `temp`, open, and our lock on it; -1 if there is none */
} StoreLayout;

void place_init(StoreLayout *p, Str folder);
void place_close(StoreLayout *p); /* removes what is left in our part of tmp */

/*
 * What a power loss cost is seen to first (cache/settle.h).
 * While a command has the store open it holds a shared lock on the folder; who removes things is
 * alone. Closing the descriptor ends it; -1: there is no folder yet, or no lock to be had on it.
 */
int place_lock_shared(Str folder);
/* Waits, and says so. False after an error. */
bool place_lock_alone(Str folder, Diag *diag, int *lock);
/* Is it there, but nothing can be made in it? Then records are left out, which only save time. */
bool place_is_read_only(Str folder);
/* Notes that something in the store is used: its time stamp, at most once a day. */
void place_touch(const StoreLayout *p, const char *path);

/* Where the archive with this checksum (64 hex digits) is or will be unpacked: crates/KEY. */
Str place_crate(Arena *a, const StoreLayout *p, Str checksum);
/* The same below any store. */
Str place_crate_key(Arena *a, Str checksum);

/* Makes `top`, or `temp`, too. False after an error. */
bool place_open(StoreLayout *p, Diag *diag);
bool place_make_temp(StoreLayout *p, Arena *a, Diag *diag);

/* Where a file of the store is, to change it: `path` is below `temp`, or below `folder`, of which
 * the descriptor must be there. */
BelowPlace place_of(const StoreLayout *p, Arena *a, const char *path);

/* Renames a folder below temp to its place, and makes what leads there; fine if another process was
 * first. False with errno. */
bool place_publish(const StoreLayout *p, const char *made, const char *target);

#endif
