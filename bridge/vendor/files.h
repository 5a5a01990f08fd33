/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * files.h - the files of a package in a vendored tree: which, and with what content.
 *
 * Nothing here prints: a failure is told in a Buf, so that worker threads can
 * use all of it. Lists are sorted bytewise by path, as Cargo's are.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_FILES_H
#define L4CARGO_BRIDGE_VENDOR_FILES_H

#include "base/core/buf.h"
#include "base/core/vec.h"
#include "base/system/digest.h"
#include "cache/file_sums.h"

#define VENDOR_SUMS ".cargo-checksum.json"

typedef struct VendorFile {
	Str path;                 /* below the package's folder */
	Str text;                 /* its content; ptr NULL: that of the file there */
	bool folder;              /* an empty folder */
	bool link;                /* a link to a file: that is what it gets */
	char sum[DIGEST_HEX + 1]; /* of the content; empty: not known yet */
	FileStamp stamp;          /* when it had that content */
} VendorFile;

typedef VEC(VendorFile) VendorFiles;

/* Everything below `folder`, also what `vendor_takes` leaves out. False: *why says it. */
bool vendor_walk(Arena *a, Str folder, VendorFiles *out, Buf *why);

void vendor_sort(VendorFiles *files);

/* Is it a file that Cargo vendors? Not what git would act upon, and no mark of Cargo's own. */
bool vendor_takes(Str path);

/* Takes out the rest, refuses what a list of checksums cannot name. False: *why says it. */
bool vendor_select(VendorFiles *files, Buf *why);

/* What `.cargo-checksum.json` says of files whose sums are known; `package` may be empty. */
void vendor_sums_write(const VendorFiles *files, Str package, Buf *to);
/* The files of such a text. False: it is none. */
bool vendor_sums_read(Arena *a, Str text, VendorFiles *out);

#endif
