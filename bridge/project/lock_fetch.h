/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lock_fetch.h - fetches all packages of a lock file, also those that the graph does not need.
 *
 * It stands between the graph and the provider that does the work. It requests all packages when
 * the graph first waits for one: by then the graph has compared the members with the lock. Packages
 * that the graph does not request stay packed.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LOCK_FETCH_H
#define L4CARGO_BRIDGE_PROJECT_LOCK_FETCH_H

#include "resolver/graph/graph.h"

typedef struct LockFetch {
	const Lockfile *lock;
	const PackageProvider *from;
	bool (*keep_archive)(void *ctx, const LockPackage *package, uint32_t index); /* of `from` */
	struct LockFetchState *states; /* by index in the lock */
	uint32_t *early; /* indexes of packages that had arrived before the graph requested them */
	size_t early_count, early_given;
	size_t outstanding;
	bool started; /* all packages are requested */
	PackageProvider as_provider;
} LockFetch;

/* The caller has set `from` and `keep_archive`. If `keep_archive` is NULL, all packages are
 * unpacked. */
void lock_fetch_init(LockFetch *f, Arena *a, const Lockfile *lock);

/* Waits for the packages that the graph did not request. Returns false after an error. */
bool lock_fetch_finish(LockFetch *f);

#endif
