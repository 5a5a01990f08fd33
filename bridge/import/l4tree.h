/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * l4tree.h - an L4Re source tree: where it is, and what `l4cargo setup` adds to it.
 *
 * Setup changes none of BID's files. It adds two things: the folder conf/l4cargo
 * with our makefiles, and in conf/Makeconf.local, which belongs to the user, a block
 * of lines between marks that includes them.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_L4TREE_H
#define L4CARGO_BRIDGE_IMPORT_L4TREE_H

#include "bridge/project/install_paths.h"

/* Returns the tree that `path` is or lies in, normalised; ptr is NULL if there is none. */
Str l4tree_around(Arena *a, Str path);

/* Checks that `tree` is a tree whose makefiles have the parts that we need. Reports the missing
 * part and returns false. */
bool l4tree_check(Session *s, Str tree);

typedef struct L4TreePart {
	Str folder;   /* conf/l4cargo, absolute */
	Str makeconf; /* conf/Makeconf.local, absolute */
	BidFiles files;
} L4TreePart;

/* Makes the files that this l4cargo adds to the tree. Returns false after an error. */
bool l4tree_part(Session *s, const Tool *tool, Str tree, L4TreePart *out);

typedef enum L4TreeState { L4TREE_THERE, L4TREE_OTHER, L4TREE_MISSING } L4TreeState;

/* Compares one of the part's files in the tree with the one that this l4cargo writes. */
L4TreeState l4tree_state(Arena *a, const L4TreePart *part, const BidFile *file);

/* Returns whether any `l4cargo setup` has set up the tree. */
bool l4tree_is_set_up(Arena *a, Str tree);

/* Returns whether this l4cargo has set up the tree. The packages that it writes must match the
 * makefiles there. */
bool l4tree_is_current(Session *s, Str tree);

/*
 * Edits the block in the text of a Makeconf.local. BLOCK_ADD appends the text with the block to
 * `out`, BLOCK_REMOVE the text without it, exactly as it was before BLOCK_ADD. *changed is set to
 * whether the text differs. Reports an error and returns false if setup did not write such marks.
 */
typedef enum BlockEdit { BLOCK_ADD, BLOCK_REMOVE } BlockEdit;
bool makeconf_edit(const Source *file, BlockEdit how, Diag *diag, Buf *out, bool *changed);

#endif
