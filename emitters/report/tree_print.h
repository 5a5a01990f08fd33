/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree_print.h - the tree as text, line by line as `cargo tree` writes it.
 */
#ifndef L4CARGO_EMITTERS_REPORT_TREE_PRINT_H
#define L4CARGO_EMITTERS_REPORT_TREE_PRINT_H

#include "emitters/report/tree_format.h"

typedef enum TreePrefix { TREE_INDENT, TREE_DEPTH, TREE_NO_PREFIX } TreePrefix;

typedef struct TreeStyle {
	const TreeFormat *format;
	TreePrefix prefix;
	bool ascii, colour;
	bool no_dedupe;     /* say everything again */
	uint32_t depth;     /* no deeper than this */
	bool members_only;  /* dependencies that are not members are left out */
	const bool *pruned; /* by PkgId: left out */
} TreeStyle;

void tree_print(TreeGraph *g, const TreeStyle *style, const TreeNodes *roots, ScreenText *out);

#endif
