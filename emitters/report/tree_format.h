/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree_format.h - how `tree` shows a node: the pattern of `--format`.
 *
 * `{p}` package, `{l}` license, `{r}` repository, `{f}` features, `{lib}`
 * the library's name; `{{` and `}}` are braces. Rules: Cargo's
 * ops/tree/format.
 */
#ifndef L4CARGO_EMITTERS_REPORT_TREE_FORMAT_H
#define L4CARGO_EMITTERS_REPORT_TREE_FORMAT_H

#include "base/text/screen.h"
#include "emitters/report/tree_graph.h"

typedef struct TreeFormat TreeFormat;

/* NULL after an error: an argument that there is not, a brace alone. Borrows `text`. */
const TreeFormat *tree_format_parse(Arena *a, Diag *diag, Str text);

void tree_format_put(const TreeFormat *f, const TreeGraph *g, TreeNodeId node, ScreenText *out);

#endif
