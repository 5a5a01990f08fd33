/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * extend.h - what cargo resolves beyond a lock file.
 *
 * A lock has what the members need with all their features. `--features dep/feature` can lead
 * further: cargo then chooses versions for that one run, even with --locked, and writes them
 * nowhere. Rules: cargo's resolve_ws_with_opts, which resolves twice.
 */
#ifndef L4CARGO_RESOLVER_LOCK_EXTEND_H
#define L4CARGO_RESOLVER_LOCK_EXTEND_H

#include "resolver/lock/lockfile.h"
#include "resolver/manifest/types.h"

typedef struct ResolvedEdge {
	uint32_t to; /* index of a ResolvedPackage */
	DepKind kind;
} ResolvedEdge;

typedef struct ResolvedPackage {
	Str name;
	Version version;
	bool has_source; /* false: a path package */
	const SourceId *source;
	const ResolvedEdge *edges; /* those in use */
	size_t edge_count;
} ResolvedPackage;

/*
 * `lock` with the packages and edges of `all` that it does not have, of an edge's package the
 * newest first, as cargo tries them. What it has stays as it is, but for indexes. Texts are not
 * copied.
 */
const Lockfile *lockfile_extend(Arena *a, const Lockfile *lock, const ResolvedPackage *all,
                                size_t count);

/* May edge `i` of the package stand for this record? Those of the file say nothing of records. */
bool lock_edge_is_for(const LockPackage *p, size_t i, const Dependency *d);

#endif
