// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/options.h"

static const Option options[] = {
	OPTION_TEXT(ImportOptions, output, 'o', "output", "DIR",
	            "where the packages go (default: CRATE-VERSION, or target/bid of the project; "
	            "in an L4Re tree pkg/NAME)"),
	OPTION_FLAG(ImportOptions, with_tests, 0, "with-tests",
	            "also what `make test` needs: it does what `cargo test` does"),
	OPTION_FLAG(ImportOptions, with_benches, 0, "with-benches",
	            "also what `make bench` needs: it does what `cargo bench` does"),
	OPTION_LIST(ImportOptions, library.unstable, 'Z', NULL, "FLAG",
	            "unstable-options, json-target-spec: what cargo needs them for is allowed"),
	OPTION_END,
};

const OptionSet import_option_sets[] = {
	{ "Options", options, 0 },
	{ "Registry Options", build_registry_options, offsetof(ImportOptions, build) },
	BUILD_OPTION_SETS(ImportOptions, build),
	{ 0 },
};
