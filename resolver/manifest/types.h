/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * types.h - the parts of a Cargo.toml: dependencies, targets, features, lints.
 *
 * Data only. manifest_read (resolver/manifest/manifest.h) makes and owns all of it.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_TYPES_H
#define L4CARGO_RESOLVER_MANIFEST_TYPES_H

#include "base/core/str_list.h"
#include "base/messages/diag.h"
#include "base/toml/toml.h"
#include "resolver/manifest/target_name.h"
#include "resolver/terms/cfg.h"
#include "resolver/terms/source.h"
#include "resolver/terms/version.h"

typedef enum Edition { EDITION_2015, EDITION_2018, EDITION_2021, EDITION_2024 } Edition;
extern const char *const edition_names[]; /* "2015" ... */

typedef enum DepKind { DEP_NORMAL, DEP_BUILD, DEP_DEV } DepKind;

typedef struct Dependency { /* one entry of one table of dependencies: a "record" */
	Str key;            /* the name in the table, which features and `dep:` use */
	Str package;        /* the name of the package itself */
	bool renamed;       /* `package =` was written */
	DepKind kind;
	const Platform *platform; /* of its [target.X] table; NULL for all platforms */
	VersionReq req;
	const SourceId *source;
	bool optional, default_features;
	bool public; /* `public = true`, in a package that may use it */
	StrList features;
	Str folder; /* absolute folder of a `path` dependency in a git package; else empty */
	Span at;    /* place of the key */
} Dependency;

typedef enum TargetKind { /* in the order of a package's list of targets */
	                  TARGET_LIB,
	                  TARGET_BIN,
	                  TARGET_EXAMPLE,
	                  TARGET_TEST,
	                  TARGET_BENCH,
	                  TARGET_CUSTOM_BUILD,
} TargetKind;

typedef struct Target {
	TargetKind kind;
	TargetName name;       /* libraries have `_`, others as written; scripts have
	                          `build-script-<stem>`; empty if the name cannot be built, which is an
	                          error only when a build needs the target */
	TargetName crate_name; /* with `_` */
	Str raw_name;          /* the unchecked text, only for comparisons and quoted in messages */
	Str path; /* root source file, relative to the package, normalised; may be absolute or lead
	             out of the package; unchecked text: users must quote it */
	StrList crate_types;
	Edition edition;
	bool proc_macro, test, doctest, bench, doc, harness;
	StrList required_features;
	Span at;
} Target;

/* Returns whether the target always runs on the host. */
static inline bool target_is_for_host(const Target *t)
{
	return t->proc_macro || t->kind == TARGET_CUSTOM_BUILD;
}

/* Returns whether the documentation tests of the library can be run. */
static inline bool target_can_doctest(const Target *t)
{
	return str_list_has(t->crate_types, STR("lib")) ||
	       str_list_has(t->crate_types, STR("rlib")) ||
	       str_list_has(t->crate_types, STR("proc-macro"));
}

typedef struct Feature { /* one entry of [features] */
	Str name;
	StrList values;
	Span at;
} Feature;

typedef struct Lint { /* one entry of [lints.TOOL] */
	Str tool, name, level;
	int64_t priority;
	StrList check_cfg; /* rust.unexpected_cfgs only */
} Lint;

typedef struct PatchEntry {      /* of [patch.SOURCE] or [replace] */
	Str of;                  /* [patch]: the key of the table; [replace]: the package id spec */
	const SourceId *patched; /* [patch]: the source to patch */
	Dependency dep;
} PatchEntry;

typedef struct PathOverride { /* an item of `paths` in the configuration */
	Str folder;           /* absolute */
	Span at;
} PathOverride;

typedef struct OverrideList {
	const PathOverride *items;
	size_t count;
} OverrideList;

typedef struct PackageInfo { /* the values of CARGO_PKG_*; empty if not written */
	StrList authors;
	Str description, homepage, repository, license, license_file, readme;
} PackageInfo;

typedef struct WorkspaceTable { /* [workspace] */
	bool present;
	StrList members, exclude, default_members;
	bool has_members, has_default_members; /* whether it is written, even as an empty list */
	Str resolver;                          /* empty if not written */
	const TomlTable *table;                /* for inheritance */
	Span at;
} WorkspaceTable;

#endif
