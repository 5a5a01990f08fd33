/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * open.h - from the command line to units: what every command that looks at a build does first.
 *
 * project.h has the stages up to the workspace, packages.h those up to the graph of packages,
 * library.h the standard library where it is built, too; units come last.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_OPEN_H
#define L4CARGO_BRIDGE_PROJECT_OPEN_H

#include "bridge/project/project.h"

/* All stages. False after an error. Everything lives in the session's arena. */
bool project_open(Session *s, const ProjectRequest *want, Project *out);

/* What is behind project_open_workspace: packages, and units of them. */
bool project_open_units(Session *s, const ProjectRequest *want, Project *out);

/* The same without units: packages, and the selection that they were looked up for. */
bool project_open_packages(Session *s, const ProjectRequest *want, Project *out,
                           Selection *selection);

#endif
