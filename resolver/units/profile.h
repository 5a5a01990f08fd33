/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * profile.h - profiles: what [profile.*], configuration and environment say of one unit.
 *
 * profiles_open reads all that defines the requested profile, its chain of
 * `inherits` included. It reports what is wrong with it, or with any other
 * profile of the root manifest or of Cargo's own. Rules: cargo-rules 6.5.
 */
#ifndef L4CARGO_RESOLVER_UNITS_PROFILE_H
#define L4CARGO_RESOLVER_UNITS_PROFILE_H

#include "resolver/config/config.h"

typedef struct Profile {
	Str name;                /* dev, release, test, bench, or custom */
	Str opt_level;           /* "0".."3", "s", "z" */
	Str lto;                 /* "false", "true", "off", or a name */
	int64_t codegen_units;   /* 0: not set */
	Str debuginfo;           /* "0", "1", "2", "line-tables-only", "line-directives-only" */
	Str split_debuginfo;     /* empty: not set */
	bool debuginfo_deferred; /* a host unit's, which may be weakened; not compared */
	bool debug_assertions, overflow_checks, rpath, incremental;
	bool panic_abort;
	bool strip_deferred; /* `strip` was not written: may become "debuginfo"; not compared */
	bool release_root; /* derived from release: what build scripts see as PROFILE; not compared
	                    */
	Str strip;         /* "none", "debuginfo", "symbols" or other text */
} Profile;

typedef struct Profiles Profiles;

typedef struct ProfileSubject { /* the unit whose profile is asked for */
	Str name;
	const Version *version;
	const SourceId *source;
	bool member; /* of the workspace: package."*" does not apply */
	bool local;  /* path source: may be incremental */
	bool host;   /* built for a build script or proc macro */
	bool unwind; /* panic=unwind whatever the profile says */
} ProfileSubject;

/* `table` is the root manifest's [profile], or NULL. NULL after an error, e.g. an undefined
 * profile. */
const Profiles *profiles_open(Arena *a, const Config *config, const TomlTable *table,
                              Str requested);

Profile profile_of(const Profiles *p, const ProfileSubject *s);

/* Is there a [profile.X.package] of any package? */
bool profiles_name_packages(const Profiles *p);

/* Only one of [profile.X.package] may speak of a package, of whatever profile, and those of the
 * manifest should speak of some: `packages` are all that are locked, whose `member`, `local`,
 * `host` and `unwind` do not matter. False after an error. */
bool profiles_check_packages(const Profiles *p, Diag *diag, const ProfileSubject *packages,
                             size_t count);

/* Of a build script's run, from the profile of the unit that asked for it. */
Profile profile_of_script_run(const Profile *asking);

/* debug, release, or the profile's own name: the folder that Cargo would use. */
Str profiles_folder(const Profiles *p);

/* Equal in all that rustc is told; total order for sorting. */
int profile_compare(const Profile *a, const Profile *b);

#endif
