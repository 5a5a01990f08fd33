/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * import_types.h - an import: its inputs and its destination.
 *
 * import.h makes one; record.h stores its inputs.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_IMPORT_TYPES_H
#define L4CARGO_BRIDGE_IMPORT_IMPORT_TYPES_H

#include "bridge/import/cargo_variables.h"
#include "bridge/import/native_links.h"
#include "bridge/import/options.h"
#include "bridge/project/install_paths.h"
#include "bridge/project/project.h"
#include "bridge/project/published.h"

typedef struct Import {
	Session *session;             /* set by the caller */
	const ImportOptions *options; /* set by the caller */
	bool unverified;        /* set by the caller: skip the check of vendored packages' files */
	Published published;    /* name.len 0: one of the user's projects */
	const Config *config;   /* with `links` added; in the end that of the tools */
	const Project *project; /* set by import_open; NULL: the standard library alone */
	const ProjectPackages *packages; /* set by import_make: those of all sets */
	const UnitSets *units;
	Tool tool;
	BuildOptions build;    /* as given, plus the target that a tree needs */
	Str tree;              /* the L4Re tree for the packages; empty: none */
	Str scope;             /* of pc names in the tree */
	NativeLinks links;     /* BID's libraries for the native libraries that crates link */
	Str out;               /* absolute */
	bool is_chosen;        /* by -o; otherwise it is the usual folder */
	Str title;             /* set by import_make: what was imported, for messages */
	bool repeated;         /* with the options of its record */
	struct timespec began; /* when it began to read its inputs; files changed later are newer */
	BidVariables chosen;   /* of the import that is repeated */
	bool std;              /* the standard library alone (`l4cargo sysroot`) */
} Import;

#endif
