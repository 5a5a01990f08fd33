/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * read.h - reads the manifests of packages that were provided, while the walk goes on.
 *
 * By several threads, and by the walk's own when it has nothing else to do. They come back in any
 * order, those that cannot be read without a message last. Errors are reported by the calling
 * thread.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_READ_H
#define L4CARGO_RESOLVER_GRAPH_READ_H

#include "resolver/graph/package_provider.h"

typedef struct GraphReading GraphReading;
struct GraphBuild;

GraphReading *graph_reading_new(const struct GraphBuild *g);
/* Waits for what is being read; all manifests belong to the build's arena then. NULL is fine. */
void graph_reading_end(GraphReading *r);

/* One that is there; its manifest, if it has none yet, is still to be read. */
void graph_reading_add(GraphReading *r, const ProvidedPackage *p);

typedef enum GraphRead { GRAPH_READ, GRAPH_READ_NONE, GRAPH_READ_FAILED } GraphRead;

/* The next one with its manifest. None: all that were added have been given back. */
GraphRead graph_reading_next(GraphReading *r, ProvidedPackage *out);

#endif
