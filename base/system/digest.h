/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * digest.h - SHA-256, as lock files and registries name the content of a crate.
 *
 * Written out as 64 lower-case hex digits. A Digest is fed in pieces:
 * digest_new, digest_add..., digest_hex, digest_free.
 */
#ifndef L4CARGO_BASE_SYSTEM_DIGEST_H
#define L4CARGO_BASE_SYSTEM_DIGEST_H

#include "base/core/arena.h"

enum { DIGEST_HEX = 64 };

typedef struct Digest Digest;

Digest *digest_new(void);
void digest_free(Digest **d); /* for with_cleanup; a NULL is fine */
#define scoped_digest with_cleanup(digest_free) Digest *

void digest_restart(Digest *d); /* forgets what was added */
void digest_add(Digest *d, Str bytes);
/* Of all that was added; also ends in a NUL. Only digest_restart and digest_free may follow. */
void digest_hex(Digest *d, char out[static DIGEST_HEX + 1]);

/* Of a text in one go. */
void digest_of(Str bytes, char out[static DIGEST_HEX + 1]);

/* The rest of an open file, from where it stands. False with errno: it cannot be read. */
bool digest_of_file(int fd, char out[static DIGEST_HEX + 1]);

/* Is `s` 64 hex digits (of either case)? */
bool digest_is_hex(Str s);

/* Are two of them the same, whatever their case? */
bool digest_eq(Str a, Str b);

#endif
