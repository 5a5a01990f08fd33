/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * library_copy.h - the standard library's sources in the cache, with the edits that a target needs.
 *
 * `<cache>/library/<version>-<digest>/` holds `library/`, the workspace without its tests and
 * vendored crates, and `crates/<name>-<version>/`, what it needs of a registry. The digest is of
 * the patches and of the sources' names, sizes and times. A copy that is there is complete.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LIBRARY_COPY_H
#define L4CARGO_BRIDGE_PROJECT_LIBRARY_COPY_H

#include "base/core/vec.h"
#include "bridge/project/project.h"
#include "bridge/sysroot/patch.h"
#include "cache/store_layout.h"

typedef struct LibraryCopy {
	Session *session;
	const Toolchain *toolchain;
	bool std;          /* std is built: its edits are needed */
	Str folder;        /* of the copy; empty: none is made */
	StoreLayout place; /* while it is open */
	int shared;        /* the store's lock */
	bool open;
	VEC(Patch) patches;
} LibraryCopy;

/* *library is the library's folder, and becomes the copy's. False after an error. */
bool library_copy_make(LibraryCopy *c, Str *library);

/* The same with the packages that come from elsewhere. Nothing, if no copy was made. */
bool library_copy_packages(LibraryCopy *c, const Project *library);

void library_copy_close(LibraryCopy *c);

#endif
