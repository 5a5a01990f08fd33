/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lock_fetch.h - gets all packages of a lock file ready, also those that the graph does not ask
 * for.
 *
 * Stands between the graph and the provider that does the work. All are
 * requested when the graph first waits for one: by then the members have been
 * compared with the lock. What the graph does not ask for stays packed.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LOCK_FETCH_H
#define L4CARGO_BRIDGE_PROJECT_LOCK_FETCH_H

#include "resolver/graph/graph.h"

typedef struct LockFetch {
	const Lockfile *lock;
	const PackageProvider *from;
	bool (*lay_by)(void *ctx, const LockPackage *package, uint32_t index); /* of `from` */
	struct LockFetchState *states; /* by index in the lock */
	uint32_t *early;               /* asked for after they came: indexes */
	size_t early_count, early_given;
	size_t outstanding;
	bool started; /* all are requested */
	PackageProvider as_provider;
} LockFetch;

/* `from` and `lay_by` (NULL: nothing stays packed) are the caller's. */
void lock_fetch_init(LockFetch *f, Arena *a, const Lockfile *lock);

/* Waits for those that nothing asked for. False after an error. */
bool lock_fetch_finish(LockFetch *f);

#endif
