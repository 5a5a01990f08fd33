/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * options.h - the options of `l4cargo import`; a record stores them.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_OPTIONS_H
#define L4CARGO_BRIDGE_IMPORT_OPTIONS_H

#include "bridge/project/build_options.h"
#include "bridge/project/library_options.h"

typedef struct ImportOptions {
	const char *output;
	bool with_tests, with_benches;
	bool again;           /* with the options of the record */
	LibraryFlags library; /* only -Z */
	BuildOptions build;
} ImportOptions;

extern const OptionSet import_option_sets[];
extern const OptionSet import_command_sets[]; /* --again, too */

#endif
