/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * why.h - how one gets from a root to a package or a feature, with the lines that lead there.
 */
#ifndef L4CARGO_EMITTERS_REPORT_WHY_H
#define L4CARGO_EMITTERS_REPORT_WHY_H

#include "base/text/screen.h"
#include "emitters/report/tree_graph.h"

enum { WHY_PATHS_MAX = 100 }; /* from one root to one node: there may be any number */

/*
 * From each node of `roots`, and each feature that the command line asks for, to each node of
 * `wanted`: for everything that leads directly to it, every shortest way there. Files below
 * `folder` are named from there. Returns how many ways there are.
 */
size_t why_emit(TreeGraph *g, const TreeNodes *roots, const TreeNodes *wanted, Str folder,
                ScreenText *out);

#endif
