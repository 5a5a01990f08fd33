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

typedef struct PackagesOpening { /* the caller fills in all but `check` */
	const PackagesRequest *want;
	Selection selection;
	VendoredCheck *check; /* the check of packages in directory sources, which still runs */
} PackagesOpening;

/* Sets p->packages from the lock, after cargo updated it where needed. Whatever this returns, the
 * caller must call packages_checked before it shows or writes anything. Returns false after an
 * error. */
bool packages_open(Session *s, PackagesOpening *how, Project *p);

/* Waits for the check of vendored packages. Returns false if it found errors; they are reported. */
bool packages_checked(PackagesOpening *how);

/* Builds one graph from the lock in p->lock_path as it is. The caller reports GRAPH_OUTDATED. */
GraphResult packages_by_lock(Session *s, const Selection *selection, const PackagesRequest *want,
                             Project *p);

#endif
