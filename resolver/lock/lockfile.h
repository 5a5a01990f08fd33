/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lockfile.h - Cargo.lock, versions 1 to 4.
 *
 * Rules: cargo-rules 4.1. Edges are resolved to packages here; a
 * dependency string that names nothing is dropped, as Cargo does.
 */
#ifndef L4CARGO_RESOLVER_LOCK_LOCKFILE_H
#define L4CARGO_RESOLVER_LOCK_LOCKFILE_H

#include "base/messages/diag.h"
#include "resolver/terms/source.h"
#include "resolver/terms/version.h"

typedef struct LockPackage {
	Str name;
	Version version;
	bool has_source;        /* false: a path package */
	const SourceId *source; /* `source_some_path` if it has none */
	Str checksum;           /* 64 hex digits, or empty */
	bool listed;            /* the file says what its checksum is, if only that there is none */
	uint32_t *deps;         /* indexes of packages, ascending (name, version, source) */
	size_t dep_count;
	bool cut; /* some dependency names nothing in the file: it was dropped, as Cargo does */
	const struct ResolvedEdge
		*beyond; /* of the last `beyond_count` deps, which are in no file */
	size_t beyond_count;
	bool replaced;
	uint32_t replace; /* index of the replacement, if `replaced` */
	Span at;          /* the name's value */
} LockPackage;

typedef struct Lockfile {
	const Source *src;
	int version;           /* 1 to 4 */
	LockPackage *packages; /* ascending (name, version, source) */
	size_t count;
	LockPackage *unused_patches;
	size_t unused_count;
	bool extended; /* by what cargo resolves beyond the file (extend.h) */
} Lockfile;

/* NULL after an error. */
const Lockfile *lockfile_read(const Source *src, Arena *a, Diag *diag);

/* The order of `packages`. */
int lock_package_compare(const LockPackage *a, const LockPackage *b);

#endif
