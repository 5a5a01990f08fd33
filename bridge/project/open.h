/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * open.h - from the command line to units: what every command that looks at a build does first.
 *
 * project.h has the stages up to the workspace, packages.h those up to the graph of packages,
 * library.h the standard library where it is built, too; units come last.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_OPEN_H
#define L4CARGO_BRIDGE_PROJECT_OPEN_H

#include "bridge/project/library.h"

typedef struct ProjectUnits { /* the last stage */
	Project project;      /* with the packages that the units are made of */
	OpenLibrary library;  /* if it is built, too; else empty */
	const UnitGraph *graph;
} ProjectUnits;

/* All stages; `project` may have its tools already. False after an error. Everything lives in the
 * session's arena. */
bool project_open(Session *s, const ProjectRequest *want, Project *project, ProjectUnits *out);

/* What is behind project_open_workspace: packages, and units of them. `project` stays as it is, so
 * that other units can be made from there. */
bool project_open_units(Session *s, const ProjectRequest *want, const Project *project,
                        ProjectUnits *out);

/* The same without units: packages, and the selection that they were looked up for. */
bool project_open_packages(Session *s, const ProjectRequest *want, Project *project,
                           Selection *selection);

#endif
