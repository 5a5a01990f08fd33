/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree_open.h - packages and features of a project, for the commands that show who depends on whom.
 */
#ifndef L4CARGO_BRIDGE_CMD_TREE_OPEN_H
#define L4CARGO_BRIDGE_CMD_TREE_OPEN_H

#include "bridge/project/project.h"
#include "emitters/report/tree_graph.h"

typedef struct TreeProject {
	Session *session;
	BuildOptions build;  /* `--target all` is taken out */
	TreeRequest request; /* `kinds` and `no_proc_macro` are set before tree_open */
	Project project;
	PkgList roots; /* what is selected */
	bool inverted; /* others will be shown; set before tree_open */
} TreeProject;

/* False after an error. */
bool tree_open(TreeProject *t, bool every_target);

/*
 * The packages that `specs` name; one that is locked, but not used on these platforms, is none.
 * False after an error.
 */
bool tree_find_packages(const TreeProject *t, const TextList *specs, PkgList *out);

/* Is the only --target `all`? */
bool tree_every_target(const BuildOptions *o);

#endif
