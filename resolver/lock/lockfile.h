/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lockfile.h - Cargo.lock, versions 1 to 4.
 *
 * Rules: cargo-rules 4.1. Reading resolves the edges to packages. It drops a dependency string that
 * names no package in the file, as Cargo does.
 */
#ifndef L4CARGO_RESOLVER_LOCK_LOCKFILE_H
#define L4CARGO_RESOLVER_LOCK_LOCKFILE_H

#include "base/messages/diag.h"
#include "resolver/terms/source.h"
#include "resolver/terms/version.h"

typedef struct LockPackage {
	Str name;
	Version version;
	bool has_source;        /* false for a path package */
	const SourceId *source; /* `source_some_path` for a path package */
	Str checksum;           /* 64 hex digits, or empty */
	bool listed; /* the file has an entry for the checksum, which may say that there is none */
	uint32_t *deps; /* indexes of packages, sorted by name, version, source */
	size_t dep_count;
	bool cut; /* a dependency was dropped because it names no package in the file */
	const struct ResolvedEdge *beyond; /* the last of `deps`, which are not in the file */
	size_t beyond_count;
	bool replaced;
	uint32_t replace; /* index of the replacement, if `replaced` */
	Span at;          /* place of the name */
} LockPackage;

typedef struct Lockfile {
	const Source *src;
	int version;           /* 1 to 4 */
	LockPackage *packages; /* sorted by name, version, source */
	size_t count;
	LockPackage *unused_patches;
	size_t unused_count;
	bool extended; /* has packages that are not in the file (extend.h) */
} Lockfile;

/* Returns NULL after an error. */
const Lockfile *lockfile_read(const Source *src, Arena *a, Diag *diag);

/* Compares in the order of `packages`. */
int lock_package_compare(const LockPackage *a, const LockPackage *b);

#endif
