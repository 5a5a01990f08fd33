/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * packages_request.h - selects packages of a lock file, and says what they are used for.
 *
 * The zero value suits most commands: the packages of the selection, whose units are only shown.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_PACKAGES_REQUEST_H
#define L4CARGO_BRIDGE_PROJECT_PACKAGES_REQUEST_H

#include "base/core/str.h"

typedef enum PackagesUse {
	PACKAGES_INSPECTED, /* their units are shown */
	PACKAGES_BUILT,     /* their units are built, so the files of vendored packages are verified
	                       first */
	PACKAGES_LISTED,    /* they are shown or copied; no units are made */
} PackagesUse;

typedef enum PackagesExtent {
	EXTENT_SELECTION,    /* the packages that the selection needs */
	EXTENT_ALL_FEATURES, /* those that all members need with all features */
	EXTENT_WHOLE_LOCK,   /* the same, and all others of the lock are fetched */
} PackagesExtent;

typedef enum LockOwner {
	LOCK_OF_PROJECT, /* cargo may change it, unless --locked forbids that */
	LOCK_OF_LIBRARY, /* it never changes, so --locked has no effect */
} LockOwner;

typedef struct PackagesRequest {
	PackagesUse use;
	PackagesExtent extent;
	LockOwner lock;
	bool no_readmes; /* search no readme files that manifests do not name */
	Str fill;        /* a CARGO_HOME to put packages into (see StoreOptions); empty: none */
} PackagesRequest;

#endif
