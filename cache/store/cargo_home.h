/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * cargo_home.h - a CARGO_HOME that l4cargo fills, in Cargo's own layout (cargo-rules 9.5).
 *
 *   registry/index/ID/               config.json, .cache/...
 *   registry/cache/ID/ROOT.crate     ROOT is NAME-VERSION
 *   registry/src/ID/ROOT/            unpacked, with .cargo-ok
 *
 * Everything is verified and appears by a rename. From open to close we hold Cargo's lock on its
 * downloads. The folder, its `registry` and its `git` may be links, which Cargo follows, too.
 * Below them no link is followed to change anything.
 */
#ifndef L4CARGO_CACHE_STORE_CARGO_HOME_H
#define L4CARGO_CACHE_STORE_CARGO_HOME_H

#include "base/core/arena.h"
#include "base/files/below.h"

typedef struct CargoHome {
	Str registry; /* DIR/registry; empty if not open */
	Str temp;     /* a folder in it, for unfinished work; empty if not made yet */
	int folder;   /* the descriptor of DIR */
	int top, temp_top;
	int lock;
} CargoHome;

void cargo_home_init(CargoHome *h); /* sets it to not open */

/* `folder` must be absolute; creates what is missing. Waits for the lock. Returns false after an
 * error, and is then not open. */
bool cargo_home_open(CargoHome *h, Str folder, Arena *a, Diag *diag);
void cargo_home_close(CargoHome *h); /* does nothing if it is not open */

/* Makes the folders of one registry. Returns false after an error. */
bool cargo_home_add(const CargoHome *h, Str id, Arena *a, Diag *diag);

/* Returns the place of a file below `registry`, to change it. */
BelowPlace place_in_home(const CargoHome *h, Arena *a, const char *path);

/* Returns whether Cargo or l4cargo has unpacked this folder completely. */
bool cargo_home_is_unpacked(const char *folder);

/* Finishes an unpacked folder as Cargo does: sets the time stamps of generated files, and marks the
 * folder as complete. Returns false with errno. */
bool cargo_home_finish(BelowPlace folder);

#endif
