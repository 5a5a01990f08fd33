/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * contents.h - what a package that is no archive has in a vendored tree: its files, and the
 * Cargo.toml that is made for it if it comes from git; and stubs.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_CONTENTS_H
#define L4CARGO_BRIDGE_VENDOR_CONTENTS_H

#include "bridge/vendor/files.h"
#include "resolver/graph/graph.h"

typedef struct VendorContents {
	const Package *package;
	Str limit;    /* the folder of its checkout, or its own: nothing outside of it is read */
	bool tracked; /* git knows its files */
	const Manifest *stub; /* of what it is reduced to; NULL: it is whole */
} VendorContents;

/*
 * A package that is named, but not needed: cargo can read its manifest, with all dependencies and
 * features, but compiling it is an error that says why. False: it cannot be done for this one.
 */
bool vendor_stub(Arena *a, const VendorContents *what, VendorFiles *out);

/* False: *why says it. Warnings go to `diag`. */
bool vendor_contents(Arena *a, Diag *diag, const VendorContents *what, VendorFiles *out, Buf *why);

#endif
