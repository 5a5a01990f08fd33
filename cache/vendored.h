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

typedef struct VendoredWanted {
	Vendored *from;
	CrateName crate; /* `checksum` may be empty: then any will do */
	uint32_t tag;    /* the caller's */
	Str folder;      /* found; ends in NUL */
} VendoredWanted;

/* The folders of packages, several at a time; they are from folders that live in one arena. False
 * after an error. */
bool vendored_find(VendoredWanted *wanted, size_t count);

/* The files of all packages that were found, several at a time. Files that no list names are fine.
 * False after errors: one for each package that was changed. */
bool vendored_verify(const Vendored *v);

#endif
