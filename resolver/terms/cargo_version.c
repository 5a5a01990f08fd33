// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/cargo_version.h"

/* The newest minor version of which all changes were read. */
enum { NEWEST = 99 };

/* The first minor version with each behaviour. The comment names the place in Cargo's sources. */
static const uint64_t first_with[CARGO_BEHAVIOURS] = {
	[CARGO_CHECKS_PACKAGES] = 86, /* ops/cargo_compile/packages.rs: Packages::All */
	[CARGO_HOST_TUPLE] = 91,      /* core/compiler/compile_kind.rs: from_requested_targets */
	[CARGO_RUN_DEBUG_ASSERTIONS] = 93, /* core/profiles.rs: get_profile_run_custom_build */
	[CARGO_CHECKS_SOURCES] =
		94, /* ops/cargo_compile/mod.rs: validate_target_path_as_source_file */
	[CARGO_CFG_RUSTDOCFLAGS] = 96,   /* core/compiler/build_context/target_info.rs */
	[CARGO_GIT_AND_REGISTRY] = 96,   /* util/toml/mod.rs: to_dependency_source_id */
	[CARGO_LOCKFILE_PATH] = 97,      /* core/workspace.rs: set_resolve_behavior */
	[CARGO_CI_NOT_INCREMENTAL] = 99, /* workspace/profiles.rs: Profiles::new */
	[CARGO_OWN_DEFAULT_FEATURES] =
		99, /* workspace/parser/mod.rs: inner_dependency_inherit_with */
	[CARGO_CAPPED_WITHOUT_LINTS] = 99, /* compiler/mod.rs: build_base_args */
	[CARGO_PROFILE_DEBUG] = 99,        /* workspace/profiles.rs: predefined_profiles */
};

CargoVersion cargo_version_of(const Version *rustc)
{
	return (CargoVersion){ rustc->major == 1 ? rustc->minor : NEWEST };
}

bool cargo_has(CargoVersion cargo, CargoBehaviour behaviour)
{
	return (cargo.minor ? cargo.minor : NEWEST) >= first_with[behaviour];
}

uint64_t cargo_newest_known(CargoVersion cargo)
{
	return cargo.minor > NEWEST ? NEWEST : 0;
}
