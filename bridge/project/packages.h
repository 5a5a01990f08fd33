/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * packages.h - from the workspace and its lock file to the graph of packages.
 *
 * Cargo itself updates a missing or outdated lock file, unless --locked or --frozen forbid it.
 * packages.c has the steps as one state machine.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_PACKAGES_H
#define L4CARGO_BRIDGE_PROJECT_PACKAGES_H

#include "bridge/project/project.h"
#include "cache/store/vendored.h"
#include "resolver/graph/graph.h"

/*
 * Makes the graph from the lock, after cargo updated it where needed. *check is the check of
 * packages in directory sources, which still runs, or NULL. Whatever this returns, the caller must
 * call packages_checked before it shows or writes anything. Returns NULL after an error.
 */
const ProjectPackages *packages_open(Session *s, const ProjectRequest *want, const Project *p,
                                     VendoredCheck **check);

/* Waits for the check, and sets it to NULL. Returns false if it found errors; they are reported. */
bool packages_checked(VendoredCheck **check);

/* Makes the graph from the lock in p->lock_path as it is. The caller reports GRAPH_OUTDATED. */
GraphResult packages_by_lock(Session *s, const Selection *selection, const PackagesRequest *want,
                             const Project *p, const PackageGraph **out);

#endif
