/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * package_provider.h - where the graph gets the packages that a lock file names and that have a
 * source; path packages are read by the workspace.
 *
 * All is called by the one thread that makes the graph.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_PACKAGE_PROVIDER_H
#define L4CARGO_RESOLVER_GRAPH_PACKAGE_PROVIDER_H

#include "resolver/lock/lockfile.h"
#include "resolver/manifest/manifest.h"

typedef struct ProvidedPackage {
	uint32_t index; /* in the lock */
	Str folder;
	const Manifest *manifest; /* NULL: it is still to be read */
} ProvidedPackage;

typedef struct PackageProvider {
	void *ctx;
	/* Begin to get it ready. `index` is its place in the lock. False after an error. */
	bool (*request)(void *ctx, const LockPackage *package, uint32_t index);
	/*
	 * Wait until one that was requested is there. False after an error. Called exactly once for
	 * each successful request.
	 */
	bool (*next)(void *ctx, ProvidedPackage *out);
	/* Is there one already, so that `next` does not wait? NULL: that is not known. */
	bool (*has_next)(void *ctx);
	/*
	 * Another package lies in the folder that `next` gave: sets `folder` to where else it is,
	 * or leaves it. False after an error. NULL: it is nowhere else.
	 */
	bool (*elsewhere)(void *ctx, const LockPackage *package, ProvidedPackage *out);
	/* Nothing more will be requested. NULL: that is of no interest. */
	void (*complete)(void *ctx);
} PackageProvider;

#endif
