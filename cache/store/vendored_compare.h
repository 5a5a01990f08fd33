/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * vendored_compare.h - finds the files of vendored packages that differ from their
 * `.cargo-checksum.json`.
 */
#ifndef L4CARGO_CACHE_STORE_VENDORED_COMPARE_H
#define L4CARGO_CACHE_STORE_VENDORED_COMPARE_H

#include "base/core/vec.h"
#include "base/messages/diag.h"

typedef enum VendoredState { VENDORED_CHANGED, VENDORED_MISSING, VENDORED_ADDED } VendoredState;

typedef struct VendoredDifference {
	Str path; /* of the file, with the folder of its package */
	VendoredState state;
} VendoredDifference;

typedef VEC(VendoredDifference) VendoredDifferences;

/* Compares packages of a directory source, several at a time. Differences are in the order of
 * `folders`, and sorted by path. Everything lives in `a`. Returns false after an error: a list
 * cannot be read. */
bool vendored_compare(Arena *a, Diag *diag, const Str *folders, size_t count,
                      VendoredDifferences *out);

#endif
