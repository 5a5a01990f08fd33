/*
 * manifest.h - a Cargo.toml as Cargo understands it: typed, inherited, discovered.
 *
 * manifest_read does all that can be said about one package: types of keys,
 * deprecated spellings, workspace inheritance, auto-discovery of targets.
 * Everything lives in the arena. Rules: cargo-semantics 1 and 2.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_H
#define L4CARGO_RESOLVER_MANIFEST_H

#include "base/diag.h"
#include "base/toml/toml.h"
#include "resolver/cfg.h"
#include "resolver/source.h"
#include "resolver/version.h"

typedef enum Edition { EDITION_2015, EDITION_2018, EDITION_2021, EDITION_2024 } Edition;
extern const char *const edition_names[]; /* "2015" ... */

typedef enum DepKind { DEP_NORMAL, DEP_BUILD, DEP_DEV } DepKind;

typedef struct StrList {
	const Str *items;
	size_t count;
} StrList;

typedef struct Dependency { /* one entry of one dependency table: a "record" */
	Str key;            /* the name in the table: what features and `dep:` say */
	Str package;        /* the package's own name */
	bool renamed;       /* `package =` was written */
	DepKind kind;
	const Platform *platform; /* of its [target.X] table; NULL: everywhere */
	VersionReq req;
	SourceId source;
	bool optional, default_features;
	StrList features;
	Span at; /* the key */
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
	Str name;       /* libs with `_`, others as written; scripts `build-script-<stem>` */
	Str crate_name; /* with `_` */
	Str path;       /* of the root source file, relative to the package, normalised */
	StrList crate_types;
	Edition edition;
	bool proc_macro, test, doctest, bench, doc, harness;
	StrList required_features;
	Span at;
} Target;

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

typedef struct PatchEntry { /* of [patch.SOURCE] or [replace] */
	Str of;             /* [patch]: the table's key; [replace]: the package id spec */
	SourceId patched;   /* [patch]: the source that is patched */
	Dependency dep;
} PatchEntry;

typedef struct PackageInfo { /* what CARGO_PKG_* says; empty where not written */
	StrList authors;
	Str description, homepage, repository, license, license_file, rust_version, readme;
} PackageInfo;

typedef struct WorkspaceTable { /* [workspace] */
	bool present;
	StrList members, exclude, default_members;
	bool has_default_members;
	Str resolver;           /* empty: not written */
	const TomlTable *table; /* for inheritance */
	Span at;
} WorkspaceTable;

typedef struct Manifest {
	const Source *src;
	Str path;         /* of Cargo.toml, absolute */
	Str folder;       /* its folder */
	bool has_package; /* false: virtual */
	Str name;
	Version version;
	Span name_at, version_at;
	Edition edition;
	Str links;
	Span links_at;
	PackageInfo info;
	Str workspace_pointer; /* package.workspace */
	Str resolver;          /* package.resolver */
	Str default_run;
	const Target *targets;
	size_t target_count;
	const Dependency *deps; /* every record; none is merged */
	size_t dep_count;
	const Feature *features; /* as declared; implicit ones are feature.c's work */
	size_t feature_count;
	const Lint *lints;
	size_t lint_count;
	const TomlTable *profiles; /* [profile], or NULL; root manifests only count */
	const PatchEntry *patches, *replaces;
	size_t patch_count, replace_count;
	WorkspaceTable workspace;
	StrList include, exclude; /* package files, for vendoring and rerun fingerprints */
	bool proc_macro;          /* has a proc-macro library */
	const Target *lib;        /* or NULL */
	const Target *script;     /* the custom-build target, or NULL */
} Manifest;

typedef struct ManifestContext {
	Arena *arena;
	Diag *diag;
	/* The source that the package itself has: path dependencies of a git or registry package
	 * are of the same source. SOURCE_PATH: they are path sources. */
	const SourceId *source;
	/* The [workspace] table to inherit from and its folder, or NULL to look it up on demand. */
	const TomlTable *(*workspace_of)(void *ctx, Str manifest_folder, Str *root_folder);
	/* The index URL of a registry named in `registry = "X"`; false after an error. */
	bool (*registry_index)(void *ctx, Str name, Span at, Str *index_url);
	void *ctx;
	bool warn; /* unused keys and other warnings: for members only */
} ManifestContext;

/* NULL after an error. `path` is absolute; `shown` (may be NULL) is how messages call it. */
const Manifest *manifest_read(const ManifestContext *c, Str path, const char *shown);

#endif
