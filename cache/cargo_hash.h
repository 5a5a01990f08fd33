/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * cargo_hash.h - the hash in the names of Cargo's folders for a registry or git source.
 *
 * SipHash-1-3 with a 128-bit result, folded to 64 bits (cargo-rules 9.5).
 */
#ifndef L4CARGO_CACHE_CARGO_HASH_H
#define L4CARGO_CACHE_CARGO_HASH_H

#include "base/core/str.h"

enum { CARGO_HASH_HEX = 16 };

/* Hashes the bytes that Cargo's Hash implementations write. `out` gets hex digits and a NUL. */
void cargo_hash(Str bytes, char out[static CARGO_HASH_HEX + 1]);

#endif
