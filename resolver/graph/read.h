/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * read.h - reads the manifests of provided packages while the walk goes on.
 *
 * Several threads read, and the walk's own thread does when it has nothing else to do. Packages
 * come back in any order, but those that cannot be read without a message come last. The calling
 * thread reports errors.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_READ_H
#define L4CARGO_RESOLVER_GRAPH_READ_H

#include "resolver/graph/package_provider.h"

typedef struct GraphReading GraphReading;
struct GraphBuild;

GraphReading *graph_reading_new(const struct GraphBuild *g);
/* Waits for the threads. Afterwards all manifests belong to the build's arena. */
void graph_reading_end(GraphReading *r);

/* Adds a package of the provider. Its manifest is read if it has none yet. */
void graph_reading_add(GraphReading *r, const ProvidedPackage *p);

typedef enum GraphRead { GRAPH_READ, GRAPH_READ_NONE, GRAPH_READ_FAILED } GraphRead;

/* Gives the next package, with its manifest. GRAPH_READ_NONE: all that were added were given. */
GraphRead graph_reading_next(GraphReading *r, ProvidedPackage *out);

#endif
