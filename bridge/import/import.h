/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * import.h - from the command line to the files of an import, for the commands that write or
 * compare them.
 *
 * import_open does what is quick, import_make the rest; neither touches the
 * folder. Everything lives in the session's arena.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_IMPORT_H
#define L4CARGO_BRIDGE_IMPORT_IMPORT_H

#include "bridge/import/native_links.h"
#include "bridge/project/install_paths.h"
#include "bridge/project/library.h"
#include "bridge/project/project.h"
#include "bridge/project/published.h"

typedef struct ImportOptions {
	const char *output;
	bool with_tests, with_benches;
	LibraryFlags library; /* -Z alone */
	BuildOptions build;
} ImportOptions;

extern const OptionSet import_option_sets[];

typedef struct Import {
	Session *session;             /* set by the caller */
	const ImportOptions *options; /* set by the caller */
	bool unverified;     /* set by the caller: files of vendored packages are not looked at */
	Published published; /* name.len 0: a project of the user's */
	Project project;     /* its packages are those of all sets; its units are not used */
	const UnitSets *units;
	Tool tool;
	BuildOptions build; /* as given, with the target that a tree asks for */
	Str tree;           /* an L4Re tree that the packages go to; empty: none */
	Str scope;          /* of pc names there */
	NativeLinks links;  /* BID's libraries for what crates link */
	Str out;            /* absolute */
	Str title;          /* after import_make: what it is, for messages */
	bool std;           /* the standard library alone (`l4cargo sysroot`) */
} Import;

/* Configuration, toolchain, workspace, and where the packages go. False after an error. */
bool import_open(Import *i, const TextList *operands);

/* Everything the folder is to hold. False after an error. */
bool import_make(Import *i, BidFiles *files);

/* Its parts, for units that are found otherwise: may the packages go to i->out? The files. */
bool import_check_output(Import *i);
bool import_emit(const Import *i, BidFiles *files);

/* False after an error: i->out is a folder full of other things. Then a folder `name` in it is
 * offered; with an empty name, which is for an i->out that the user did not choose, one beside it.
 */
bool import_check_owner(const Import *i, Str name);
/* What import_check_owner calls the import: the crate with its version, or the project. */
Str import_folder_name(const Import *i);

/* The folder as the user would type it. */
Str import_shown_output(const Import *i);

#endif
