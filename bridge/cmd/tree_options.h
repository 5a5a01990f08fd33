/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tree_options.h - the options of `l4cargo tree`; they are those of `cargo tree`.
 */
#ifndef L4CARGO_BRIDGE_CMD_TREE_OPTIONS_H
#define L4CARGO_BRIDGE_CMD_TREE_OPTIONS_H

#include "bridge/project/build_options.h"
#include "bridge/session.h"
#include "emitters/report/tree_print.h"

typedef struct TreeOptions {
	TextList edges, invert, prune;
	const char *depth, *prefix, *charset, *format;
	bool no_dedupe, duplicates;
	bool all, no_dev_dependencies, no_indent, prefix_depth, all_targets; /* older spellings */
	BuildOptions build;
} TreeOptions;

extern const OptionSet tree_option_sets[];

/* Reads which edges to follow. Returns false after an error. */
bool tree_options_edges(Session *s, const TreeOptions *o, TreeRequest *out);

/* Reads how to show the tree, except for colours. Returns false after an error. */
bool tree_options_style(Session *s, const TreeOptions *o, TreeStyle *out);

#endif
