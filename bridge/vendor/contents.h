/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * contents.h - the contents of a vendored package that is not an archive: its files, and the
 * Cargo.toml that is made for a package from git; and stubs.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_CONTENTS_H
#define L4CARGO_BRIDGE_VENDOR_CONTENTS_H

#include "bridge/vendor/files.h"
#include "resolver/graph/graph.h"

typedef struct VendorContents {
	const Package *package;
	Str limit;    /* the folder of its checkout, or its own; nothing outside of it is read */
	bool tracked; /* git tracks its files */
	const Manifest *stub; /* the manifest of its stub; NULL: the package is not a stub */
} VendorContents;

/*
 * Makes a stub of a package that a lock file names, but no build needs. cargo can read its manifest
 * with all dependencies and features, but compiling it is an error that explains why. Returns false
 * if that is not possible, for example if the package has no library.
 */
bool vendor_stub(Arena *a, const VendorContents *what, VendorFiles *out);

/* Lists the files. Writes the reason to *why and returns false if it fails. Warnings go to diag. */
bool vendor_contents(Arena *a, Diag *diag, const VendorContents *what, VendorFiles *out, Buf *why);

#endif
