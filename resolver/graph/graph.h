/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * graph.h - the packages that a build may use, and who depends on whom.
 *
 * Made from the workspace and the lock file: every locked package that can be
 * reached over records whose platform is active for the host or a requested
 * target. Under resolver 1, also packages behind inactive records whose own
 * features could reach such a package: their requests count; and what `-p` may
 * mean, with the ways to it. Manifests are asked for as they are needed, many
 * at a time, so that a cold cache downloads in one stream.
 * Rules: cargo-rules 2.3, 4.2, 4.3.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_GRAPH_H
#define L4CARGO_RESOLVER_GRAPH_GRAPH_H

#include "resolver/graph/types.h"

/*
 * `first`, which may be NULL, with the packages of the standard library's workspace behind its own:
 * ids of `first` stay. Those packages are members of nothing, and their libraries are rlibs alone
 * where they would also be dylibs. Rules: cargo-rules 10.1. */
const PackageGraph *graph_append(Arena *a, const PackageGraph *first, const PackageGraph *library);

GraphResult graph_build(Arena *a, Diag *diag, const GraphRequest *want, const PackageGraph **out);

#endif
