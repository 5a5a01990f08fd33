/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * files.h - the files of a package in a vendored tree, and their contents.
 *
 * Nothing here prints, so that worker threads can use it: a failure is described
 * in a Buf. Lists are sorted bytewise by path, as Cargo sorts them.
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
	Str text;                 /* the new content; ptr NULL: that of the original file */
	bool folder;              /* an empty folder */
	bool link;                /* a link to a file; the copy is a regular file */
	char sum[DIGEST_HEX + 1]; /* of the content; empty: not known yet */
	FileStamp stamp;          /* the stamp that the file had when `sum` was computed */
} VendorFile;

typedef VEC(VendorFile) VendorFiles;

/* Lists everything below `folder`, including what `vendor_takes` rejects. Writes the reason to *why
 * and returns false if it fails. */
bool vendor_walk(Arena *a, Str folder, VendorFiles *out, Buf *why);

void vendor_sort(VendorFiles *files);

/* Returns whether Cargo vendors the file: not if git would act on it, or if it is Cargo's mark. */
bool vendor_takes(Str path);

/* Removes files that are not vendored from the list. Writes the reason to *why and returns false if
 * a list of checksums cannot name a file. */
bool vendor_select(VendorFiles *files, Buf *why);

/* Writes the content of `.cargo-checksum.json`. The sums of the files must be known; `package` may
 * be empty. */
void vendor_sums_write(const VendorFiles *files, Str package, Buf *to);
/* Reads such a text. Returns false if it is invalid. */
bool vendor_sums_read(Arena *a, Str text, VendorFiles *out);

#endif
