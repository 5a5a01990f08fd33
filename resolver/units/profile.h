/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * profile.h - profiles: the settings of a unit from [profile.*], configuration and environment.
 *
 * profiles_open reads the requested profile and all profiles that it inherits from. It reports
 * errors in these, in every other profile of the root manifest, and in dev, release, test and
 * bench. Rules: cargo-rules 6.5.
 */
#ifndef L4CARGO_RESOLVER_UNITS_PROFILE_H
#define L4CARGO_RESOLVER_UNITS_PROFILE_H

#include "resolver/config/config.h"

typedef struct Profile {
	Str name;                /* dev, release, test, bench, or a custom one; not compared */
	Str opt_level;           /* "0".."3", "s", "z" */
	Str lto;                 /* "false", "true", "off", or a name */
	int64_t codegen_units;   /* 0: not set */
	Str debuginfo;           /* "0", "1", "2", "line-tables-only", "line-directives-only" */
	Str split_debuginfo;     /* empty: not set */
	bool debuginfo_deferred; /* that of a host unit, which may be weakened; not compared */
	bool debug_assertions, overflow_checks, rpath, incremental;
	bool panic_abort;
	bool strip_deferred; /* `strip` was not set: may become "debuginfo"; not compared */
	/* It inherits from release: build scripts see that as PROFILE. Not compared. */
	bool release_root;
	Str strip; /* "none", "debuginfo", "symbols" or other text */
} Profile;

typedef struct Profiles Profiles;

typedef struct ProfileSubject { /* the unit that needs a profile */
	Str name;
	const Version *version;
	const SourceId *source;
	bool member; /* of the workspace: [profile.X.package."*"] does not apply */
	bool local;  /* package_is_local: may be built incrementally */
	bool host;   /* built for a build script or proc macro */
	bool unwind; /* panic=unwind whatever the profile says */
} ProfileSubject;

/* `table` is the [profile] table of the root manifest, or NULL. Returns NULL after an error, for
 * instance if the profile is not defined. */
const Profiles *profiles_open(Arena *a, const Config *config, const TomlTable *table,
                              Str requested);

Profile profile_of(const Profiles *p, const ProfileSubject *s);

/* Returns whether any profile has a [profile.X.package] table for a package (not for "*"). */
bool profiles_name_packages(const Profiles *p);

/*
 * Reports an error and returns false if two [profile.X.package] tables of a profile match the same
 * package. Warns of tables in the manifest that match none. `packages` are all locked packages;
 * their `member`, `local`, `host` and `unwind` do not matter.
 */
bool profiles_check_packages(const Profiles *p, Diag *diag, const ProfileSubject *packages,
                             size_t count);

/* Returns the profile of a build script's run. `asking` is that of the unit that needs the run. */
Profile profile_of_script_run(const Profile *asking, CargoVersion cargo);

/* Returns the name of Cargo's folder: debug, release, or the profile's own name. */
Str profiles_folder(const Profiles *p);

/* Compares the settings that rustc gets. Returns a number below, equal to or above 0; the order is
 * total. */
int profile_compare(const Profile *a, const Profile *b);

#endif
