/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * import.h - from the command line to the files of an import, for the commands that write or
 * compare them.
 *
 * import_open does the quick part, import_make the rest; neither touches the
 * folder. Everything lives in the session's arena.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_IMPORT_H
#define L4CARGO_BRIDGE_IMPORT_IMPORT_H

#include "bridge/import/import_types.h"
#include "emitters/bid/outdir.h"

/* Finds configuration, toolchain, workspace and the folder for the packages. Returns false after an
 * error. */
bool import_open(Import *i, const TextList *operands);

/* Makes all files of the folder in memory. Returns false after an error. */
bool import_make(Import *i, BidFiles *files);

/* The parts of import_make, for a caller that finds units in another way: the first checks that the
 * packages may go to i->out, the second makes the files. */
bool import_check_output(Import *i);
bool import_emit(const Import *i, BidFiles *files);

/* Reports an error and returns false if i->out is part of another import or has files that are not
 * l4cargo's. In the second case the help suggests a folder `name` in it, or with an empty name, for
 * an i->out that the user did not choose, a folder beside it; if -o was not needed, it suggests to
 * leave it out. */
bool import_check_owner(const Import *i, Str name);
/* The name that import_check_owner gives the import: the crate with its version, the project, or
 * `rust` for the standard library. */
Str import_folder_name(const Import *i);

/* The folder as the user would type it. */
Str import_shown_output(const Import *i);

/* Reports what was written, and that the results were removed, if they were. */
void import_report_written(const Import *i, const OutDirChanges *c);

#endif
