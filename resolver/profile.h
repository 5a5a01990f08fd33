/*
 * profile.h - profiles: what [profile.*], configuration and environment say of one unit.
 *
 * Rules: cargo-semantics 6.5.
 */
#ifndef L4CARGO_RESOLVER_PROFILE_H
#define L4CARGO_RESOLVER_PROFILE_H

#include "base/arena.h"

typedef struct Profile {
	Str name;                /* dev, release, test, bench, or custom */
	Str opt_level;           /* "0".."3", "s", "z" */
	Str lto;                 /* "false", "true", "off", or a name */
	int64_t codegen_units;   /* 0: not set */
	Str debuginfo;           /* "0", "1", "2", "line-tables-only", "line-directives-only" */
	bool debuginfo_deferred; /* host default that may be weakened */
	Str split_debuginfo;     /* empty: not set */
	bool debug_assertions, overflow_checks, rpath, incremental;
	bool panic_abort;
	Str strip; /* "none", "debuginfo", "symbols" or text */
	bool strip_deferred;
} Profile;

#endif
