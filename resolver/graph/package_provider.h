/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * package_provider.h - provides the locked packages that have a source. Path packages need no
 * provider: the graph reads them where they are.
 *
 * Only the thread that makes the graph calls these functions.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_PACKAGE_PROVIDER_H
#define L4CARGO_RESOLVER_GRAPH_PACKAGE_PROVIDER_H

#include "resolver/lock/lockfile.h"
#include "resolver/manifest/manifest.h"

typedef struct ProvidedPackage {
	uint32_t index; /* the package's index in the lock */
	Str folder;
	const Manifest *manifest; /* NULL: it was not read yet */
} ProvidedPackage;

typedef struct PackageProvider {
	void *ctx;
	/* Starts to get the package. `index` is its index in the lock. Returns false after an
	 * error. */
	bool (*request)(void *ctx, const LockPackage *package, uint32_t index);
	/* Waits for any requested package. Returns false after an error. Called at most once for
	 * each successful request. */
	bool (*next)(void *ctx, ProvidedPackage *out);
	/* Returns whether `next` would not wait. May be NULL: then that is not known. */
	bool (*has_next)(void *ctx);
	/*
	 * Called if the folder that `next` gave has another package, or none. Sets `folder` to
	 * another place of the package, or leaves it. Returns false after an error. NULL: there is
	 * no other place.
	 */
	bool (*elsewhere)(void *ctx, const LockPackage *package, ProvidedPackage *out);
	/* Called when nothing more will be requested. May be NULL. */
	void (*complete)(void *ctx);
} PackageProvider;

#endif
