/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * vendored.h - a directory source: packages that lie unpacked in a folder of the user's.
 *
 * They are used in place. Each has a `.cargo-checksum.json` with the SHA-256 of
 * its archive, which must be the lock file's, and of its files, which
 * vendored_verify compares. Rules: cargo-rules 9.2.
 */
#ifndef L4CARGO_CACHE_STORE_VENDORED_H
#define L4CARGO_CACHE_STORE_VENDORED_H

#include "base/messages/diag.h"
#include "cache/registry/registry.h"

typedef struct Vendored Vendored;

/* Nothing is read before it is needed. Lives in `a`, with all that it finds. */
Vendored *vendored_open(Arena *a, Diag *diag, Str folder);

/*
 * The folder of a package (ends in NUL), which may be another's that is called like it: who reads
 * its manifest sees that, and asks vendored_find_elsewhere. `checksum` of the crate may be empty:
 * then any will do. `at`: where it is locked, for messages. False after an error.
 */
bool vendored_find(Vendored *v, const CrateName *crate, Span at, Str *folder);
bool vendored_find_elsewhere(Vendored *v, const CrateName *crate, Span at, Str *folder);

typedef struct VendoredCheck VendoredCheck;

/*
 * Begins to look, while the caller goes on, whether all that was found is what is locked: nothing
 * more may be found meanwhile. It must be waited for. `all` live in one arena.
 */
VendoredCheck *vendored_check(Arena *a, Vendored *const *all, size_t count);
void vendored_check_drop(VendoredCheck *c); /* it does not matter any more */
/* Waits for it. False after errors: one for each package that is not the locked one. */
bool vendored_checked(VendoredCheck *c);

/* The files of all packages that were found and checked, several at a time. Files that no list
 * names are fine. False after errors: one for each package that was changed. */
bool vendored_verify(const Vendored *v);

#endif
