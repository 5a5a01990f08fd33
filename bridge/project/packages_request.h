/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * packages_request.h - which packages of a lock file are wanted, and what for.
 *
 * The zero value is what most commands want: what the selection needs, to look at its units.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_PACKAGES_REQUEST_H
#define L4CARGO_BRIDGE_PROJECT_PACKAGES_REQUEST_H

#include "base/core/str.h"

typedef enum PackagesUse {
	PACKAGES_INSPECTED, /* their units are looked at */
	PACKAGES_BUILT,     /* or will be: so the files of vendored ones are verified first */
	PACKAGES_LISTED,    /* they are shown or copied: no unit is made of them */
} PackagesUse;

typedef enum PackagesExtent {
	EXTENT_SELECTION,    /* what the selection needs */
	EXTENT_ALL_FEATURES, /* what all members need with all features, whatever is selected */
	EXTENT_WHOLE_LOCK,   /* the same, and all others of the lock are got ready, too */
} PackagesExtent;

typedef enum LockOwner {
	LOCK_OF_PROJECT, /* cargo may change it, unless --locked forbids that */
	LOCK_OF_LIBRARY, /* nobody does, so --locked means nothing */
} LockOwner;

typedef struct PackagesRequest {
	PackagesUse use;
	PackagesExtent extent;
	LockOwner lock;
	bool no_readmes; /* nobody asks for those that packages' manifests do not name */
	Str fill;        /* a CARGO_HOME that packages go to (see StoreOptions); empty: none */
} PackagesRequest;

#endif
