/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * cargo_home.h - a CARGO_HOME that we fill, in Cargo's own layout (cargo-rules 9.5).
 *
 *   registry/index/ID/               config.json, .cache/...
 *   registry/cache/ID/ROOT.crate     ROOT: NAME-VERSION
 *   registry/src/ID/ROOT/            unpacked, with .cargo-ok
 *
 * Everything appears by a rename, verified. From open to close Cargo's lock on
 * its downloads is ours. The folder and its `registry` may be reached by links, as Cargo reaches
 * them; what is below is changed through none.
 */
#ifndef L4CARGO_CACHE_STORE_CARGO_HOME_H
#define L4CARGO_CACHE_STORE_CARGO_HOME_H

#include "base/core/arena.h"
#include "base/files/below.h"

typedef struct CargoHome {
	Str registry; /* DIR/registry; empty: not open */
	Str temp;     /* a folder in it, for what is under way; empty: not made yet */
	int folder;   /* DIR, open, as are those two */
	int top, temp_top;
	int lock;
} CargoHome;

void cargo_home_init(CargoHome *h); /* not open */

/* `folder` is absolute; what is missing is made. Waits for the lock. False after an error. */
bool cargo_home_open(CargoHome *h, Str folder, Arena *a, Diag *diag);
void cargo_home_close(CargoHome *h); /* also of one that is not open */

/* Makes the folders of one registry. False after an error. */
bool cargo_home_add(const CargoHome *h, Str id, Arena *a, Diag *diag);

/* Where a file below `registry` is, to change it. */
BelowPlace cargo_home_place(const CargoHome *h, Arena *a, const char *path);

/* Has Cargo, or have we, unpacked this folder whole? */
bool cargo_home_is_unpacked(const char *folder);

/* What Cargo does with a folder that it has unpacked: marks it as whole. False with errno. */
bool cargo_home_finish(BelowPlace folder);

#endif
