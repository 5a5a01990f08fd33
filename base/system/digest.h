/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * digest.h - SHA-256, which lock files and registries use as the checksum of a crate.
 *
 * Digests are written as 64 lower-case hex digits. Data is added in pieces: digest_new,
 * digest_add..., digest_hex, digest_free.
 */
#ifndef L4CARGO_BASE_SYSTEM_DIGEST_H
#define L4CARGO_BASE_SYSTEM_DIGEST_H

#include "base/core/arena.h"

enum { DIGEST_HEX = 64 };

typedef struct Digest Digest;

Digest *digest_new(void);
void digest_free(Digest **d); /* for with_cleanup; accepts NULL */
#define scoped_digest with_cleanup(digest_free) Digest *

void digest_restart(Digest *d); /* discards what was added */
void digest_add(Digest *d, Str bytes);
/* The digest of everything that was added, followed by a NUL. Only digest_restart and digest_free
 * may follow. */
void digest_hex(Digest *d, char out[static DIGEST_HEX + 1]);

/* The digest of one text. */
void digest_of(Str bytes, char out[static DIGEST_HEX + 1]);

/* The digest of the rest of an open file, from its current position. Returns false with errno if it
 * cannot be read. */
bool digest_of_file(int fd, char out[static DIGEST_HEX + 1]);

/* Returns whether `s` is 64 hex digits of either case. */
bool digest_is_hex(Str s);

/* Returns whether two digests are equal; letter case does not matter. */
bool digest_eq(Str a, Str b);

#endif
