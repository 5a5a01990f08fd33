/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lockfile_internal.h - what the two files that read Cargo.lock share.
 *
 * lockfile.c reads the packages and sorts them; lockfile_links.c then finds
 * what their dependency strings mean.
 */
#ifndef L4CARGO_RESOLVER_LOCK_LOCKFILE_INTERNAL_H
#define L4CARGO_RESOLVER_LOCK_LOCKFILE_INTERNAL_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "base/toml/toml.h"
#include "resolver/lock/lockfile.h"

typedef struct LockReader {
	const Source *src;
	Arena *arena, *scratch;
	Diag *diag;
	int written_version; /* 0: none */
	bool shortened;      /* something in it is spelled as only version 2 and later do */
	Lockfile *lock;
	const TomlTable **tables;      /* of lock->packages, in the same order */
	Map by_source;                 /* text to its place in `sources` */
	VEC(const SourceId *) sources; /* each text is read once */
	Map groups;                    /* name to the first package so called */
} LockReader;

/* Always false. */
bool lockfile_expected(const LockReader *r, const TomlValue *v, const char *what, const char *kind);

/* A text; absent is fine: then `*out` and `*at` stay. */
bool lockfile_text(const LockReader *r, const TomlTable *t, const char *key, Str *out, Span *at);

/*
 * `NAME`, `NAME VERSION` or `NAME VERSION (SOURCE)`: the package meant, or MAP_NONE as in Cargo,
 * which drops what a bad merge may have left. False: not of this form (reported).
 */
bool lockfile_find(LockReader *r, Str text, Span at, uint32_t *out);

/* Reads `dependencies` and `replace` of every package. */
bool lockfile_read_links(LockReader *r);

#endif
