/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * copy.h - copies of files that share the blocks of the original where the file system can do it,
 * and their SHA-256.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_COPY_H
#define L4CARGO_BRIDGE_VENDOR_COPY_H

#include "base/system/digest.h"
#include "bridge/vendor/tree.h"

typedef struct Copier {
	VendorTree *tree;
	Digest *digest; /* of the last file */
	char *piece;
} Copier;

/* The caller frees the digest; the rest is in the arena. */
void copier_init(Copier *c, VendorTree *tree, Arena *a);

/* All of `from`, a regular file, from where it stands; `to` < 0: only for its digest. False with
 * errno. */
bool copier_copy(Copier *c, int from, int to);
/* The same without its digest, which is known. */
bool copier_copy_known(Copier *c, int from, int to);

/* False with errno. */
bool copier_write(int to, Str bytes);

#endif
