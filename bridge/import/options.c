// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/options.h"

static const Option options[] = {
	OPTION_TEXT(
		ImportOptions, output, 'o', "output", "DIR",
		"folder for the packages [default: CRATE-VERSION, or target/bid of the project; "
		"in an L4Re tree pkg/NAME]"),
	OPTION_FLAG(ImportOptions, with_tests, 0, "with-tests",
	            "import tests too: `make test` then does what `cargo test` does"),
	OPTION_FLAG(ImportOptions, with_benches, 0, "with-benches",
	            "import benches too: `make bench` then does what `cargo bench` does"),
	OPTION_LIST(ImportOptions, library.unstable, 'Z', NULL, "FLAG",
	            "unstable-options or json-target-spec: allow what cargo allows with it"),
	OPTION_END,
};

const OptionSet import_option_sets[] = {
	{ "Options", options, 0 },
	{ "Registry Options", build_registry_options, offsetof(ImportOptions, build) },
	BUILD_OPTION_SETS(ImportOptions, build),
	{ 0 },
};
