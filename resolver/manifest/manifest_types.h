/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * manifest_types.h - a whole Cargo.toml, and the input of its reader.
 *
 * Data only. manifest_read (resolver/manifest/manifest.h) makes it.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_MANIFEST_TYPES_H
#define L4CARGO_RESOLVER_MANIFEST_MANIFEST_TYPES_H

#include "resolver/manifest/types.h"
#include "resolver/terms/cargo_version.h"

typedef struct Manifest {
	/*
	 * First the fields that the graph and the units use often, so that they share few cache
	 * lines.
	 */
	const Dependency *deps; /* all records, unmerged */
	size_t dep_count;
	const Target *targets;
	size_t target_count;
	const Target *lib;                /* or NULL */
	const Target *script;             /* the custom-build target, or NULL */
	const struct FeatureTable *table; /* with implicit features (feature.h) */
	Edition edition;
	bool has_package; /* false if the manifest is virtual */
	bool proc_macro;  /* a target is a proc macro, even if it is not the library */
	Str links;        /* ptr NULL if not written */
	Str rust_version;
	Str name;
	Version version;
	const Source *src;
	Str path;   /* absolute path of the Cargo.toml */
	Str folder; /* the folder of `path` */
	Span name_at, version_at, links_at;
	Span rust_version_at; /* the key, which may be in the manifest of the workspace */
	PackageInfo info;
	Str workspace_pointer; /* package.workspace */
	Str resolver;          /* package.resolver */
	Str default_run;
	const Feature *features; /* without implicit features */
	size_t feature_count;
	const Lint *lints; /* in the order of rustc's arguments; no lints of cargo */
	size_t lint_count;
	const TomlTable *profiles; /* [profile], or NULL; only the root manifest's is used */
	const PatchEntry *patches, *replaces;
	size_t patch_count, replace_count;
	WorkspaceTable workspace;
	StrList include, exclude; /* for vendoring and rerun fingerprints */
} Manifest;

typedef struct ManifestContext {
	Arena *arena;
	Diag *diag;
	/*
	 * The source of the package. Path dependencies of a git or registry package have the same
	 * source; those of a SOURCE_PATH package are path sources.
	 */
	const SourceId *source;
	/*
	 * Returns the checked [workspace] table to inherit from, and its folder. Returns NULL if
	 * there is none or after an error. If this callback is NULL, the reader searches the
	 * folders above.
	 */
	const TomlTable *(*workspace_of)(void *ctx, Str manifest_folder, Str *root_folder);
	/* Finds the source of the registry in `registry = "X"`. Returns false after an error. */
	bool (*registry)(void *ctx, Str name, Span at, const SourceId **out);
	/*
	 * The same, but finds only registries that `registry` found before, and prints nothing.
	 * Threads may call it.
	 */
	bool (*known_registry)(void *ctx, Str name, const SourceId **out);
	void *ctx;
	Arena *scratch;     /* cleared by each manifest_read, which then keeps no table of the file;
	                       NULL keeps all tables */
	CargoVersion cargo; /* whose rules apply */
	bool member;        /* the package is a member: all its features are checked */
	bool published;    /* a path source with the unpacked archive of a package of crates.io: its
	                      path dependencies are packages of crates.io */
	bool warn;         /* warn of unused keys and the like: only for members that are built */
	bool no_readme;    /* the default readme is not needed */
	bool every_target; /* find all targets of registry packages, not only their libraries */
	bool unstable;     /* allow unstable features: for the standard library */
} ManifestContext;

#endif
