/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree_print.h - prints the tree line by line, as `cargo tree` does.
 */
#ifndef L4CARGO_EMITTERS_REPORT_TREE_PRINT_H
#define L4CARGO_EMITTERS_REPORT_TREE_PRINT_H

#include "emitters/report/tree_format.h"

typedef enum TreePrefix { TREE_INDENT, TREE_DEPTH, TREE_NO_PREFIX } TreePrefix;

typedef struct TreeStyle {
	const TreeFormat *format;
	TreePrefix prefix;
	bool ascii, colour;
	bool no_dedupe;     /* print the dependencies of a package each time */
	uint32_t depth;     /* the maximum depth */
	bool members_only;  /* leave out dependencies that are not members */
	const bool *pruned; /* by PkgId: whether to leave the package out */
} TreeStyle;

void tree_print(TreeGraph *g, const TreeStyle *style, const TreeNodes *roots, ScreenText *out);

#endif
