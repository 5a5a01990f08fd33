/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * gc.h - lists the entries of the store, with size and last use, and removes some of them.
 *
 * A crate or checkout counts as used when a command last needed it, or when an import that names it
 * was last found up to date. Removal waits until no other process has the store open. It moves the
 * entries aside by renames and then deletes them, so that others find each entry whole or not at
 * all. Others do not wait while sizes are measured, nor for the deletion.
 */
#ifndef L4CARGO_CACHE_STORE_GC_H
#define L4CARGO_CACHE_STORE_GC_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "base/messages/diag.h"

#include <time.h>

typedef enum StoredKind {
	STORED_CRATE,
	STORED_CHECKOUT,   /* the files of a commit */
	STORED_REPOSITORY, /* a bare git repository */
	STORED_INDEX,      /* the index of a registry */
	STORED_LIBRARY,    /* Rust's libraries, with edits */
	STORED_RECORD,     /* a record of an import, a lock file or a compiler */
	STORED_KINDS
} StoredKind;

typedef struct Stored {
	StoredKind kind;
	Str path; /* relative to the store */
	Str name; /* `NAME vVERSION`, or the path */
	Str key;  /* of a crate: its checksum, or the beginning of it; of a checkout: the commit */
	uint64_t bytes;
	int64_t used;            /* seconds since 1970 */
	struct timespec changed; /* time stamp of its folder when it was measured */
	bool goes;               /* set by the caller: gc_remove removes it */
} Stored;

typedef VEC(Stored) StoredList;

typedef struct Gc {
	Arena *arena;
	Diag *diag;
	Str folder;
	int lock;          /* -1: not locked */
	StoredList items;  /* sorted by kind, then name */
	StoredList before; /* if `alone`: the entries before the lock was taken */
	Map by_path;       /* index of `before` */
} Gc;

/* Lists the entries. If `alone`, waits until no other command has the store open. Returns false
 * after an error. */
bool gc_open(Gc *s, Str folder, bool alone);
/* Removes the entries with `goes`. Returns false after an error. */
bool gc_remove(Gc *s);
void gc_close(Gc *s);

#endif
