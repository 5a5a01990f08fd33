/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * vendor.h - brings a folder of vendored packages up to date with a plan.
 */
#ifndef L4CARGO_BRIDGE_VENDOR_VENDOR_H
#define L4CARGO_BRIDGE_VENDOR_VENDOR_H

#include "bridge/session.h"
#include "bridge/vendor/plan.h"
#include "resolver/config/replace_source.h"

typedef struct VendorRequest {
	VendorPlan *plan;
	Str folder;     /* absolute */
	Str shown;      /* the same in messages */
	Str store;      /* the folder that has the unpacked packages of registries */
	Str cargo_home; /* where cargo may have archives */
	bool no_delete;
	bool hard_links; /* to the store's files, where that can be */
	const Replacements *replacements;
} VendorRequest;

typedef struct VendorChanges {
	size_t written, unchanged, removed;
	size_t stubs; /* of the first two */
} VendorChanges;

/* False after errors: each package is then as it was, or as it is to be. */
bool vendor_write(Session *s, const VendorRequest *want, VendorChanges *out);

#endif
