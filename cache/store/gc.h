/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * gc.h - what lies in the store, when it was last used, and taking some of it away.
 *
 * A crate or checkout counts as used when a command last asked for it, or when
 * an import that names it was last found fresh. Removal waits until no other
 * process has the store open, moves what goes aside by renames, and only then
 * deletes it: others find a thing whole, or not at all. They need not wait while
 * sizes are found out, nor for the deletion.
 */
#ifndef L4CARGO_CACHE_STORE_GC_H
#define L4CARGO_CACHE_STORE_GC_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "base/messages/diag.h"

#include <time.h>

typedef enum StoredKind {
	STORED_CRATE,
	STORED_CHECKOUT,   /* of a git repository */
	STORED_REPOSITORY, /* in git */
	STORED_INDEX,      /* of a registry */
	STORED_LIBRARY,    /* Rust's own, with edits */
	STORED_RECORD,     /* of imports, lock files, compilers */
	STORED_KINDS
} StoredKind;

typedef struct Stored {
	StoredKind kind;
	Str path; /* below the store */
	Str name; /* `NAME vVERSION`, or the path */
	Str key;  /* STORED_CRATE: its checksum, or what that begins with; STORED_CHECKOUT: the
	             commit */
	uint64_t bytes;
	int64_t used;            /* seconds since 1970 */
	struct timespec changed; /* its folder's, when it was measured */
	bool goes;               /* the caller's choice */
} Stored;

typedef VEC(Stored) StoredList;

typedef struct Sweep {
	Arena *arena;
	Diag *diag;
	Str folder;
	int lock;          /* -1: the store is open for others, too */
	StoredList items;  /* by kind, then name */
	StoredList before; /* `alone`: what was there while others were still at work */
	Map by_path;       /* of `before` */
} Sweep;

/* Waits for the store, if it is to be `alone`; lists what is there. False after an error. */
bool sweep_open(Sweep *s, Str folder, bool alone);
/* Removes what goes. False after an error. */
bool sweep_remove(Sweep *s);
void sweep_close(Sweep *s);

#endif
