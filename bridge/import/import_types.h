/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * import_types.h - an import: what it is made from, and where it goes.
 *
 * import.h makes one; record.h keeps what it was made from.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_IMPORT_TYPES_H
#define L4CARGO_BRIDGE_IMPORT_IMPORT_TYPES_H

#include "bridge/import/native_links.h"
#include "bridge/import/options.h"
#include "bridge/project/install_paths.h"
#include "bridge/project/project.h"
#include "bridge/project/published.h"

typedef struct Import {
	Session *session;             /* set by the caller */
	const ImportOptions *options; /* set by the caller */
	bool unverified;     /* set by the caller: files of vendored packages are not looked at */
	Published published; /* name.len 0: a project of the user's */
	Project project;     /* its packages are those of all sets */
	const UnitSets *units;
	Tool tool;
	BuildOptions build; /* as given, with the target that a tree asks for */
	Str tree;           /* an L4Re tree that the packages go to; empty: none */
	Str scope;          /* of pc names there */
	NativeLinks links;  /* BID's libraries for what crates link */
	Str out;            /* absolute */
	bool is_chosen;     /* by -o; else it is the usual folder */
	Str title;          /* after import_make: what it is, for messages */
	bool std;           /* the standard library alone (`l4cargo sysroot`) */
} Import;

#endif
