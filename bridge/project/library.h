/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * library.h - the standard library as a part of the build: -Z build-std, --rust-src.
 *
 * Its sources come from --rust-src or with the toolchain (rustup's component `rust-src`). They must
 * have the version of the compiler. The build uses a copy of them in the cache, with the patches
 * (bridge/sysroot/patches) that a target needs.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LIBRARY_H
#define L4CARGO_BRIDGE_PROJECT_LIBRARY_H

#include "bridge/project/project.h"

typedef struct OpenLibrary {
	const PackageGraph *packages; /* of the library's workspace */
	Str folder;                   /* the original sources, not the copy; NUL-terminated */
} OpenLibrary;

/* Opens the library for a project's tools. Returns false after an error. */
bool library_open(Session *s, const LibraryOptions *o, const ProjectTools *tools, OpenLibrary *out);

#endif
