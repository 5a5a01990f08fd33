/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * open.h - from the command line to units, the first steps of all commands that show or make a
 * build.
 *
 * project.h has the stages up to the workspace, packages.h those up to the graph of packages, and
 * library.h the standard library if it is built, too. Units come last.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_OPEN_H
#define L4CARGO_BRIDGE_PROJECT_OPEN_H

#include "bridge/project/library.h"

typedef struct ProjectUnits { /* the last stage */
	Project project;      /* with the packages of the units */
	OpenLibrary library;  /* empty if it is not built */
	const UnitGraph *graph;
} ProjectUnits;

/* Does all stages; `project` may have its tools already. Returns false after an error. Everything
 * lives in the session's arena. */
bool project_open(Session *s, const ProjectRequest *want, Project *project, ProjectUnits *out);

/* Does the stages after project_open_workspace: packages and units. It leaves `project` unchanged,
 * so that a caller can make several sets of units from it. Returns false after an error. */
bool project_open_units(Session *s, const ProjectRequest *want, const Project *project,
                        ProjectUnits *out);

/* Does the stage of packages alone, after project_open_workspace. Sets *selection to the selection
 * that they were looked up for. Returns false after an error. */
bool project_open_packages(Session *s, const ProjectRequest *want, Project *project,
                           Selection *selection);

#endif
