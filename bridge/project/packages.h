/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * packages.h - from the workspace and its lock file to the graph of packages.
 *
 * A missing or outdated lock file is brought up to date by cargo itself, unless --locked or
 * --frozen forbid it. packages.c shows the steps as one machine.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_PACKAGES_H
#define L4CARGO_BRIDGE_PROJECT_PACKAGES_H

#include "bridge/project/project.h"
#include "cache/store/vendored.h"
#include "resolver/graph/graph.h"

typedef struct PackagesOpening { /* filled in by the caller but for `check` */
	const PackagesRequest *want;
	Selection selection;
	VendoredCheck *check; /* of packages in directory sources, that goes on; NULL: none */
} PackagesOpening;

/* p->packages by the lock, which becomes what cargo would make it. Before anything is shown or
 * written, packages_checked has to agree, whatever this returned. False after an error. */
bool packages_open(Session *s, PackagesOpening *how, Project *p);

/* Waits for the check of vendored packages. False after errors. */
bool packages_checked(PackagesOpening *how);

/* One graph by the lock as it is, in p->lock_path. Nothing is said of GRAPH_OUTDATED. */
GraphResult packages_by_lock(Session *s, const Selection *selection, const PackagesRequest *want,
                             Project *p);

#endif
