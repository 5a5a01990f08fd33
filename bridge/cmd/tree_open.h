/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree_open.h - packages and features of a project, for the commands that show dependencies.
 */
#ifndef L4CARGO_BRIDGE_CMD_TREE_OPEN_H
#define L4CARGO_BRIDGE_CMD_TREE_OPEN_H

#include "bridge/project/project.h"
#include "emitters/report/tree_graph.h"

typedef struct TreeProject {
	Session *session;
	BuildOptions build;  /* without `--target all` */
	TreeRequest request; /* the caller sets `kinds` and `no_proc_macro` before tree_open */
	const ProjectPackages *packages; /* NULL before tree_open */
	PkgList roots;                   /* the selected packages */
	bool inverted; /* the tree shows other roots; the caller sets it before tree_open */
} TreeProject;

/* Opens the project. Returns false after an error. */
bool tree_open(TreeProject *t, bool every_target);

/*
 * Finds the packages that `specs` name. A spec of a package that is locked, but not used on these
 * platforms, yields none. Returns false after an error.
 */
bool tree_find_packages(const TreeProject *t, const TextList *specs, PkgList *out);

/* Returns whether `all` is the only --target. */
bool tree_every_target(const BuildOptions *o);

#endif
