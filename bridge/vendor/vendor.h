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
	Str shown;      /* the same for messages */
	Str store;      /* the folder with the unpacked packages of registries */
	Str cargo_home; /* cargo's home, which may have archives */
	bool no_delete;
	bool hard_links; /* make hard links to the store's files where possible */
	const Replacements *replacements;
} VendorRequest;

typedef struct VendorChanges {
	size_t written, unchanged, removed;
	size_t stubs; /* how many of `written` and `unchanged` are stubs */
} VendorChanges;

/* Returns false after errors. Each package is then in its old or its new state. */
bool vendor_write(Session *s, const VendorRequest *want, VendorChanges *out);

#endif
