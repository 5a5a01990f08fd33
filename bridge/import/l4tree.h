/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * l4tree.h - an L4Re source tree: where it is, and what `l4cargo setup` puts into it.
 *
 * Not a file of BID is changed. Two things are added: the folder conf/l4cargo
 * with the make side, and in conf/Makeconf.local, which is the user's, a block
 * of lines between marks that includes it.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_L4TREE_H
#define L4CARGO_BRIDGE_IMPORT_L4TREE_H

#include "bridge/project/install_paths.h"

/* The tree that `path` is in, or is: NULL ptr if there is none. Normalised. */
Str l4tree_around(Arena *a, Str path);

/* Is this a tree, of a version whose makefiles have what we build on? False after an error that
 * says what is missing. */
bool l4tree_check(Session *s, Str tree);

typedef struct L4TreePart {
	Str folder;   /* conf/l4cargo, absolute */
	Str makeconf; /* conf/Makeconf.local, absolute */
	BidFiles files;
} L4TreePart;

/* What belongs into the tree, from this l4cargo. False after an error. */
bool l4tree_part(Session *s, const Tool *tool, Str tree, L4TreePart *out);

typedef enum L4TreeState { L4TREE_THERE, L4TREE_OTHER, L4TREE_MISSING } L4TreeState;

/* Is one of the part's files in the tree as this l4cargo writes it? */
L4TreeState l4tree_state(Arena *a, const L4TreePart *part, const BidFile *file);

/* Has `l4cargo setup` been there? */
bool l4tree_is_set_up(Arena *a, Str tree);

/* By this l4cargo? What it writes into the tree and what reads that there belong together. */
bool l4tree_is_current(Session *s, Str tree);

/*
 * The block in the text of a Makeconf.local. `add` returns the text with the block, `remove` that
 * without, exactly as it was before `add`; both say in *changed whether that differs. False after
 * an error: marks that setup did not write so.
 */
typedef enum BlockEdit { BLOCK_ADD, BLOCK_REMOVE } BlockEdit;
bool makeconf_edit(const Source *file, BlockEdit how, Diag *diag, Buf *out, bool *changed);

#endif
