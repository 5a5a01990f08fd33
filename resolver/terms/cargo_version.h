/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * cargo_version.h - what one version of Cargo does and another does not.
 *
 * The rules are those of the cargo that belongs to the toolchain in use: rustc 1.N and cargo 1.N
 * are released together. A nightly counts as the version that it is going to be. Each row of the
 * table is in docs/cargo-versions.md.
 */
#ifndef L4CARGO_RESOLVER_TERMS_CARGO_VERSION_H
#define L4CARGO_RESOLVER_TERMS_CARGO_VERSION_H

#include "resolver/terms/version.h"

typedef enum CargoBehaviour {
	CARGO_CHECKS_PACKAGES,      /* with --workspace, too, -p must name members */
	CARGO_HOST_TUPLE,           /* `host-tuple` is a target */
	CARGO_RUN_DEBUG_ASSERTIONS, /* a script's run has its user's debug-assertions */
	CARGO_CHECKS_SOURCES,       /* the source files of root units must exist */
	CARGO_CFG_RUSTDOCFLAGS,     /* [target.'cfg(..)'] may have rustdocflags */
	CARGO_GIT_AND_REGISTRY,     /* a dependency may have both `git` and `registry` */
	CARGO_LOCKFILE_PATH,        /* `resolver.lockfile-path` of the configuration counts */
	CARGO_CI_NOT_INCREMENTAL,   /* with the variable CI, units are not incremental by default */
	CARGO_OWN_DEFAULT_FEATURES, /* edition 2024: a member may turn off what it inherits */
	CARGO_CAPPED_WITHOUT_LINTS, /* no flags of [lints] beside --cap-lints=allow */
	CARGO_PROFILE_DEBUG,        /* there is a built-in profile `debug` */
	CARGO_BEHAVIOURS,
} CargoBehaviour;

typedef struct CargoVersion {
	uint64_t minor; /* of 1.MINOR; 0: no toolchain is in use, so the newest known counts */
} CargoVersion;

/* Returns the cargo that belongs to a rustc of this version. */
CargoVersion cargo_version_of(const Version *rustc);

bool cargo_has(CargoVersion cargo, CargoBehaviour behaviour);

/* Returns the newest version whose rules are known, if `cargo` is newer, or else 0. */
uint64_t cargo_newest_known(CargoVersion cargo);

#endif
