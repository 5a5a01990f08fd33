/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * copy.h - copies files and computes their SHA-256. If the file system can do it, a copy shares the
 * blocks of the original.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_COPY_H
#define L4CARGO_BRIDGE_VENDOR_COPY_H

#include "base/system/digest.h"
#include "bridge/vendor/tree.h"

typedef struct Copier {
	VendorTree *tree;
	Digest *digest; /* of the last copied file */
	char *piece;
} Copier;

/* The caller frees the digest; all else is in the arena. */
void copier_init(Copier *c, VendorTree *tree, Arena *a);

/* Copies `from`, a regular file, from its present position to the end. If `to` is negative, only
 * computes the digest. Returns false with errno. */
bool copier_copy(Copier *c, int from, int to);
/* The same without the digest, for a file whose digest is known. */
bool copier_copy_known(Copier *c, int from, int to);

/* Writes all bytes. Returns false with errno. */
bool copier_write(int to, Str bytes);

#endif
