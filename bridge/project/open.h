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
	ProjectPackages packages;
	OpenLibrary library; /* empty if it is not built */
	const UnitGraph *graph;
} ProjectUnits;

/* Opens all stages up to the packages. */
const ProjectPackages *project_open_packages(Session *s, const ProjectRequest *want);

/* Opens packages and units. A caller can make several sets of units from one project. */
const ProjectUnits *project_open_units(Session *s, const ProjectRequest *want,
                                       const Project *project);

/* Opens workspace, packages and units. */
const ProjectUnits *project_open(Session *s, const ProjectRequest *want, const ProjectTools *tools);

#endif
