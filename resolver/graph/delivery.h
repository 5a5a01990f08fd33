/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * delivery.h - delivers the manifests of packages that have a source: requests the packages from
 * the provider, lets threads read them, and hands them to the walk one by one.
 *
 * Packages come in any order. The walk waits only when it has no other work, so downloads and
 * reading go on beside it.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_DELIVERY_H
#define L4CARGO_RESOLVER_GRAPH_DELIVERY_H

#include "resolver/graph/read.h"

typedef struct Delivery {
	const PackageProvider *from;
	size_t outstanding;    /* packages that the provider was asked for and has not given yet */
	GraphReading *reading; /* the packages that it gave */
} Delivery;

Delivery delivery_open(const struct GraphBuild *g);
void delivery_close(Delivery *d); /* calls graph_reading_end */

/* Requests a package; `index` is its index in the lock. Returns false after an error. */
bool delivery_ask(Delivery *d, const LockPackage *package, uint32_t index);
/* Waits for the next package. GRAPH_READ_NONE: all packages that were requested were given. */
GraphRead delivery_next(Delivery *d, ProvidedPackage *out);

#endif
