/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lockfile_internal.h - shared by the two files that read Cargo.lock.
 *
 * lockfile.c reads the packages and sorts them. Then links.c resolves their dependency strings.
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
	int written_version; /* 0 if the file has none */
	bool shortened;      /* the file has a spelling that only version 2 and later use */
	Lockfile *lock;
	const TomlTable **tables;      /* the tables of lock->packages, in the same order */
	Map by_source;                 /* text to index in `sources` */
	VEC(const SourceId *) sources; /* each text is parsed once */
	Map groups;                    /* name to index of the first package with it */
} LockReader;

/* Reports that `v` has the wrong type. Always false. */
bool lockfile_expected(const LockReader *r, const TomlValue *v, const char *what, const char *kind);

/*
 * Reads a string. If it is absent, leaves `*out` and `*at` unchanged and returns true. Returns
 * false after an error.
 */
bool lockfile_text(const LockReader *r, const TomlTable *t, const char *key, Str *out, Span *at);

/*
 * Finds the package for `NAME`, `NAME VERSION` or `NAME VERSION (SOURCE)`. `*out` is MAP_NONE if
 * there is none: Cargo drops such strings, which bad merges may leave. Returns false after an error
 * if `text` has another form.
 */
bool lockfile_find(LockReader *r, Str text, Span at, uint32_t *out);

/* Reads `dependencies` and `replace` of every package. Returns false after an error. */
bool lockfile_read_links(LockReader *r);

#endif
