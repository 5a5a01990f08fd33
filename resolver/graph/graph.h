/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * graph.h - the packages that a build may use, and the dependencies between them.
 *
 * The graph is made from the workspace and the lock file. It has every locked package that can be
 * reached over records (dependencies in a manifest) whose platform is active for the host or for a
 * requested target. Under resolver 1 it also has packages behind inactive records, if a way leads
 * on from them to a package that is built: the features that they request count. It also has the
 * packages that `-p` may mean, with the ways to them. Manifests are requested when they are needed,
 * many at a time, so that a cold cache downloads in one stream.
 * Rules: cargo-rules 2.3, 4.2, 4.3.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_GRAPH_H
#define L4CARGO_RESOLVER_GRAPH_GRAPH_H

#include "resolver/graph/types.h"

/*
 * Appends the packages of the standard library's workspace to those of `first`, which may be NULL.
 * The ids of the packages of `first` stay the same. No appended package is a member, and a library
 * that would also be a dylib is only an rlib. Rules: cargo-rules 10.1.
 */
const PackageGraph *graph_append(Arena *a, const PackageGraph *first, const PackageGraph *library);

/* Sets *out only if it returns GRAPH_OK. GraphResult says which results are reported. */
GraphResult graph_build(Arena *a, Diag *diag, const GraphRequest *want, const PackageGraph **out);

#endif
