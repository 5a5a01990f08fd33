/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * library.h - the standard library as a part of what is built: -Z build-std, --rust-src.
 *
 * Its sources come with the toolchain (`rust-src`) or from --rust-src, and must be of the
 * compiler's version. For targets that need edits (patches/) a patched copy in the cache is taken.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LIBRARY_H
#define L4CARGO_BRIDGE_PROJECT_LIBRARY_H

#include "bridge/project/project.h"

typedef struct OpenLibrary {
	const PackageGraph *packages; /* of its workspace */
	Str folder;                   /* its sources, before any copy; ends in NUL */
} OpenLibrary;

/* For a project whose tools are open. False after an error. */
bool library_open(Session *s, const LibraryOptions *o, const Project *p, OpenLibrary *out);

#endif
