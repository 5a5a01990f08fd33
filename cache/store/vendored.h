/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * vendored.h - a directory source: a folder of the user with unpacked packages.
 *
 * They are used in place. Each has a `.cargo-checksum.json` with the SHA-256 of its archive, which
 * must be that of the lock file, and of its files, which vendored_verify compares. Rules:
 * cargo-rules 9.2.
 */
#ifndef L4CARGO_CACHE_STORE_VENDORED_H
#define L4CARGO_CACHE_STORE_VENDORED_H

#include "base/messages/diag.h"
#include "cache/registry/registry.h"

typedef struct Vendored Vendored;

/* Reads nothing before it is needed. The result lives in `a`, with everything that it finds. */
Vendored *vendored_open(Arena *a, Diag *diag, Str folder);

/*
 * Finds the folder of a package (with a NUL at the end). A folder with the right name may contain
 * another package: a caller that sees this in the manifest calls vendored_find_elsewhere. If the
 * checksum in `crate` is empty, any package matches. `at` is its place in the lock file, for
 * messages. Returns false after an error.
 */
bool vendored_find(Vendored *v, const CrateName *crate, Span at, Str *folder);
bool vendored_find_elsewhere(Vendored *v, const CrateName *crate, Span at, Str *folder);

typedef struct VendoredCheck VendoredCheck;

/*
 * Starts to check, in other threads, that all packages found are the locked ones. Do not look for
 * more packages until vendored_checked or vendored_check_drop has ended it. `all` must live in one
 * arena.
 */
VendoredCheck *vendored_check(Arena *a, Vendored *const *all, size_t count);
void vendored_check_drop(VendoredCheck *c); /* cancels the check */
/* Waits for the result. Returns false after errors: one for each package that is not the locked
 * one. */
bool vendored_checked(VendoredCheck *c);

/* Compares the files of all packages that were found and checked, several at a time. Ignores files
 * that are not in a list. Returns false after errors: one for each package that was changed. */
bool vendored_verify(const Vendored *v);

#endif
