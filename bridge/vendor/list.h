/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * list.h - the files of a package that is no archive, as Cargo lists them.
 *
 * `include` and `exclude` of its manifest count; packages in folders of its
 * own are left out; links are followed, but never out of the checkout. Rules:
 * Cargo's PathSource::list_files.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_LIST_H
#define L4CARGO_BRIDGE_VENDOR_LIST_H

#include "bridge/vendor/files.h"
#include "resolver/manifest/manifest.h"

typedef struct VendorListing {
	const Manifest *manifest;
	Str limit;    /* the folder that links must not leave: a checkout's */
	bool tracked; /* git knows its files: else hidden ones are left out */
} VendorListing;

/* False: *why says it. */
bool vendor_list(Arena *a, const VendorListing *what, VendorFiles *out, Buf *why);

#endif
