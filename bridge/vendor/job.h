/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * job.h - brings one package of a vendored tree up to date: leaves it alone if it is right, or
 * makes it again.
 *
 * It runs in a worker thread. It compares the SHA-256 of every file that exists
 * already. For that, it reads a file of the store, or a hard link to one, only if
 * the stamp has changed since the last time. `why` describes a failure.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_JOB_H
#define L4CARGO_BRIDGE_VENDOR_JOB_H

#include "base/system/workers.h"
#include "bridge/vendor/files.h"
#include "bridge/vendor/tree.h"

typedef enum VendorEnd { VENDOR_FAILED, VENDOR_UNCHANGED, VENDOR_WRITTEN } VendorEnd;

typedef struct VendorJob {
	WorkerTask task; /* must be the first member: the workers return it */
	VendorTree *tree;
	BelowPath name;           /* of its folder, relative to the tree */
	Str from;                 /* folder with its files; NUL-terminated */
	const VendorFiles *files; /* files to take; NULL: all that vendor_takes accepts */
	Str checksum;             /* of its archive; empty: it has none */
	Str store;  /* the folder in the store that contains `from` and the list of known sums
	               (cache/file_sums.h); empty: `from` is not in the store */
	bool links; /* make hard links to the store's files */
	const Str *archives; /* possible paths of its archive, for vendor_archive_run */
	size_t archive_count;
	BelowPath made; /* temporary path in the tree's hidden folder */
	VendorEnd end;
	Buf why;
} VendorJob;

void vendor_job_run(WorkerTask *job);
/* The same for an archive: it stays a file in the tree. */
void vendor_archive_run(WorkerTask *job);

#endif
