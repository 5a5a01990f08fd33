/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * why.h - explains how a root depends on a package or a feature, with the lines of the manifests.
 */
#ifndef L4CARGO_EMITTERS_REPORT_WHY_H
#define L4CARGO_EMITTERS_REPORT_WHY_H

#include "base/text/screen.h"
#include "emitters/report/tree_graph.h"

enum { WHY_PATHS_MAX = 100 }; /* from one root to one node: there may be a huge number */

/*
 * Prints paths from each node of `roots`, and from each feature that the command line names, to
 * each node of `wanted`: all shortest paths through each node with a direct edge to it. Paths of
 * files below `folder` are relative to it. Returns the number of paths.
 */
size_t why_emit(TreeGraph *g, const TreeNodes *roots, const TreeNodes *wanted, Str folder,
                ScreenText *out);

#endif
