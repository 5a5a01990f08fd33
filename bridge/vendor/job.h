/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * job.h - one package of a vendored tree: left alone if it is right, made anew if not.
 *
 * Runs in a worker thread. Every file that is there already is read and its SHA-256
 * compared; those of the store are read if their stamps are not those that they had when they
 * were. A failure is told in `why`.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_JOB_H
#define L4CARGO_BRIDGE_VENDOR_JOB_H

#include "base/system/workers.h"
#include "bridge/vendor/files.h"
#include "bridge/vendor/tree.h"

typedef enum VendorEnd { VENDOR_FAILED, VENDOR_UNCHANGED, VENDOR_WRITTEN } VendorEnd;

typedef struct VendorJob {
	WorkerTask task; /* first: the workers hand it back */
	VendorTree *tree;
	BelowPath name;           /* of its folder, below the tree's */
	Str from;                 /* folder with its files; ends in NUL */
	const VendorFiles *files; /* those of them that it gets; NULL: all that vendor_takes */
	Str checksum;             /* of its archive; empty: it has none */
	Str store;  /* the folder in the store that has `from`, and keeps what is known of its files
	               (cache/file_sums.h); empty: it is elsewhere */
	bool links; /* hard links to the store's files are wanted */
	const Str *archives; /* where its archive may be, for vendor_archive_run */
	size_t archive_count;
	BelowPath made; /* folder in the tree's hidden one */
	VendorEnd end;
	Buf why;
} VendorJob;

void vendor_job_run(WorkerTask *job);
/* The same for the archive itself: a file in the tree. */
void vendor_archive_run(WorkerTask *job);

#endif
