/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * types.h - what a Cargo.toml is made of: dependencies, targets, features, lints.
 *
 * Data only; made by manifest_read (resolver/manifest/manifest.h), which owns it all.
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

typedef struct Dependency { /* one entry of one dependency table: a "record" */
	Str key;            /* the name in the table: what features and `dep:` say */
	Str package;        /* the package's own name */
	bool renamed;       /* `package =` was written */
	DepKind kind;
	const Platform *platform; /* of its [target.X] table; NULL: everywhere */
	VersionReq req;
	const SourceId *source;
	bool optional, default_features;
	bool public; /* `public = true`, where that is allowed */
	StrList features;
	Str folder; /* that a `path` in a package of git names: absolute; else empty */
	Span at;    /* the key */
} Dependency;

typedef enum TargetKind { /* in the order of a package's list */
	                  TARGET_LIB,
	                  TARGET_BIN,
	                  TARGET_EXAMPLE,
	                  TARGET_TEST,
	                  TARGET_BENCH,
	                  TARGET_CUSTOM_BUILD,
} TargetKind;

typedef struct Target {
	TargetKind kind;
	TargetName name;       /* libs with `_`, others as written; scripts `build-script-<stem>`;
	                          empty: Cargo lets it pass as long as nothing builds the target */
	TargetName crate_name; /* with `_` */
	Str raw_name;          /* any text: to be compared, or quoted in a message */
	Str path; /* of the root source file, relative to the package, normalised; may be absolute,
	             and may lead out of the package; any text: what reads it must quote it */
	StrList crate_types;
	Edition edition;
	bool proc_macro, test, doctest, bench, doc, harness;
	StrList required_features;
	Span at;
} Target;

/* Does it always run where the compiler runs? */
static inline bool target_is_for_host(const Target *t)
{
	return t->proc_macro || t->kind == TARGET_CUSTOM_BUILD;
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
	Str of;                  /* [patch]: the table's key; [replace]: the package id spec */
	const SourceId *patched; /* [patch]: the source that is patched */
	Dependency dep;
} PatchEntry;

typedef struct PathOverride { /* an item of `paths` in configuration */
	Str folder;           /* absolute */
	Span at;
} PathOverride;

typedef struct OverrideList {
	const PathOverride *items;
	size_t count;
} OverrideList;

typedef struct PackageInfo { /* what CARGO_PKG_* says; empty where not written */
	StrList authors;
	Str description, homepage, repository, license, license_file, readme;
} PackageInfo;

typedef struct WorkspaceTable { /* [workspace] */
	bool present;
	StrList members, exclude, default_members;
	bool has_members, has_default_members; /* written, if only as an empty list */
	Str resolver;                          /* empty: not written */
	const TomlTable *table;                /* for inheritance */
	Span at;
} WorkspaceTable;

#endif
