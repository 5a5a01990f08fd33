/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * extend.h - adds to a lock file the packages that cargo resolves only for one run.
 *
 * A lock file has the packages that the members need with all their features. `--features
 * dep/feature` can require more. cargo then chooses versions for that run, even with --locked, and
 * does not write them to the file. Rules: cargo's resolve_ws_with_opts, which resolves twice.
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
	bool has_source; /* false for a path package */
	const SourceId *source;
	const ResolvedEdge *edges; /* the edges that the run uses */
	size_t edge_count;
} ResolvedPackage;

/*
 * Returns `lock` with the packages and edges of `all` that it lacks. New edges of a package come
 * after its old ones, newest version first, because cargo tries them in that order. Old packages
 * change only in their indexes. Texts are borrowed.
 */
const Lockfile *lockfile_extend(Arena *a, const Lockfile *lock, const ResolvedPackage *all,
                                size_t count);

/*
 * Returns whether edge `i` of the package can belong to this record. Edges from the file belong to
 * any record, because the file does not name their kind.
 */
bool lock_edge_is_for(const LockPackage *p, size_t i, const Dependency *d);

#endif
