/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * list.h - lists the files of a package that is not an archive, as Cargo does.
 *
 * The manifest's `include` and `exclude` apply. Packages in subfolders are left
 * out. Links are followed, but never out of the checkout. Rules: Cargo's
 * PathSource::list_files.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_LIST_H
#define L4CARGO_BRIDGE_VENDOR_LIST_H

#include "bridge/vendor/files.h"
#include "resolver/manifest/manifest.h"

typedef struct VendorListing {
	const Manifest *manifest;
	Str limit;    /* a checkout's folder; links must not lead out of it */
	bool tracked; /* git tracks its files; otherwise hidden files are left out */
} VendorListing;

/* Writes the reason to *why and returns false if it fails. */
bool vendor_list(Arena *a, const VendorListing *what, VendorFiles *out, Buf *why);

#endif
