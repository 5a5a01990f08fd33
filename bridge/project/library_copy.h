/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * library_copy.h - a copy of the standard library's sources in the cache, with the patches that a
 * target needs.
 *
 * `<cache>/library/<version>-<digest>/` holds `library/` (the workspace without its tests and
 * vendored crates) and `crates/<name>-<version>/` (its dependencies from a registry). The digest
 * covers the version of l4cargo, the patches and the contents of the sources. A copy is made
 * elsewhere and renamed, so one that exists is complete.
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
	bool std;          /* std is built, which needs patches for L4Re */
	Str folder;        /* of the copy; empty before library_copy_make */
	StoreLayout place; /* the cache, if `open` */
	int shared;        /* a shared lock on the cache */
	bool open;
	VEC(Patch) patches;
} LibraryCopy;

/* Makes the copy of the folder *library, unless it exists, and sets *library to the copy's. Returns
 * false after an error. */
bool library_copy_make(LibraryCopy *c, Str *library);

/* Copies the packages that are not part of the library's workspace, and sets their folders to the
 * copies. Does nothing if library_copy_make was not called. Returns false after an error. */
bool library_copy_packages(LibraryCopy *c, const PackageGraph *library);

void library_copy_close(LibraryCopy *c);

#endif
