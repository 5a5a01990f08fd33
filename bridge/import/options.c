// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/options.h"

#define OUTPUT \
	OPTION_TEXT( \
		ImportOptions, output, 'o', "output", "DIR", \
		"folder for the packages [default: CRATE-VERSION, or target/bid of the project; " \
		"in an L4Re tree pkg/NAME]")
#define WHAT \
	OPTION_FLAG(ImportOptions, with_tests, 0, "with-tests", \
	            "import tests too: `make test` then does what `cargo test` does"), \
		OPTION_FLAG(ImportOptions, with_benches, 0, "with-benches", \
	                    "import benches too: `make bench` then does what `cargo bench` does"), \
		OPTION_LIST(ImportOptions, library.unstable, 'Z', NULL, "FLAG", \
	                    "unstable-options or json-target-spec: allow what cargo allows with " \
	                    "it")

static const Option options[] = { OUTPUT, WHAT, OPTION_END };
static const Option command_options[] = {
	OUTPUT,
	OPTION_FLAG(ImportOptions, again, 0, "again",
	            "use the options of the last import into the folder, as make does"),
	WHAT,
	OPTION_END,
};

#define FURTHER_SETS \
	{ "Registry Options", build_registry_options, offsetof(ImportOptions, build) }, \
		BUILD_OPTION_SETS(ImportOptions, build), \
	{ \
		0 \
	}

const OptionSet import_option_sets[] = { { "Options", options, 0 }, FURTHER_SETS };
const OptionSet import_command_sets[] = { { "Options", command_options, 0 }, FURTHER_SETS };
