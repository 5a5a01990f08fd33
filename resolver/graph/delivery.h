/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * delivery.h - the manifests of packages that have a source: asked of the provider, read by
 * threads, handed to the walk one by one.
 *
 * What was asked for comes in any order. While the walk has other work it does not wait, so that
 * downloads and reading go on beside it.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_DELIVERY_H
#define L4CARGO_RESOLVER_GRAPH_DELIVERY_H

#include "resolver/graph/read.h"

typedef struct Delivery {
	const PackageProvider *from;
	size_t outstanding;    /* asked of the provider, and not given by it yet */
	GraphReading *reading; /* what it gave */
} Delivery;

Delivery delivery_open(const struct GraphBuild *g);
void delivery_close(Delivery *d); /* as graph_reading_end */

/* False after an error. */
bool delivery_ask(Delivery *d, const LockPackage *package, uint32_t index);
/* Waits for the next. None: all that were asked for have been given. */
GraphRead delivery_next(Delivery *d, ProvidedPackage *out);

#endif
