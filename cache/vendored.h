/*
 * vendored.h - a directory source: packages that lie unpacked in a folder of the user's.
 *
 * They are used in place. Each has a `.cargo-checksum.json` with the SHA-256 of
 * its archive, which must be the lock file's, and of its files, which
 * vendored_verify compares. Rules: cargo-semantics 9.2.
 */
#ifndef L4CARGO_CACHE_VENDORED_H
#define L4CARGO_CACHE_VENDORED_H

#include "base/diag.h"
#include "cache/registry.h"

typedef struct Vendored Vendored;

/* Nothing is read before it is needed. Lives in `a`, with all that it finds. */
Vendored *vendored_open(Arena *a, Diag *diag, Str folder);

/* The folder of a package; ends in NUL. `checksum` may be empty: then any will do. False after an
 * error. */
bool vendored_find(Vendored *v, const CrateName *crate, Str *folder);

/* The files of all packages that were found, several at a time. Files that no list names are fine.
 * False after errors: one for each package that was changed. */
bool vendored_verify(const Vendored *v);

#endif
