/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * vendored_compare.h - which files of vendored packages are not as their `.cargo-checksum.json`
 * says.
 */
#ifndef L4CARGO_CACHE_STORE_VENDORED_COMPARE_H
#define L4CARGO_CACHE_STORE_VENDORED_COMPARE_H

#include "base/core/vec.h"
#include "base/messages/diag.h"

typedef enum VendoredState { VENDORED_CHANGED, VENDORED_MISSING, VENDORED_ADDED } VendoredState;

typedef struct VendoredDifference {
	Str path; /* of the file */
	VendoredState state;
} VendoredDifference;

typedef VEC(VendoredDifference) VendoredDifferences;

/* Packages of a directory source, several at a time: their differences in the order of `folders`,
 * each sorted by path. Everything lives in `a`. False after an error: a list cannot be read. */
bool vendored_compare(Arena *a, Diag *diag, const Str *folders, size_t count,
                      VendoredDifferences *out);

#endif
