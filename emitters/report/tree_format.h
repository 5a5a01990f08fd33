/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree_format.h - formats a node of `tree` by the pattern of `--format`.
 *
 * `{p}` is the package, `{l}` its license, `{r}` its repository, `{f}` its features, `{lib}` the
 * name of its library; `{{` and `}}` are braces. Rules: Cargo's ops/tree/format.
 */
#ifndef L4CARGO_EMITTERS_REPORT_TREE_FORMAT_H
#define L4CARGO_EMITTERS_REPORT_TREE_FORMAT_H

#include "base/text/screen.h"
#include "emitters/report/tree_graph.h"

typedef struct TreeFormat TreeFormat;

/* Returns NULL after an error: an unknown argument, or a single brace. The result points into
 * `text`. */
const TreeFormat *tree_format_parse(Arena *a, Diag *diag, Str text);

void tree_format_put(const TreeFormat *f, const TreeGraph *g, TreeNodeId node, ScreenText *out);

#endif
