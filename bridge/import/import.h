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

#include "bridge/import/import_types.h"

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
