/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * manifest_types.h - a whole Cargo.toml, and what its reader is told.
 *
 * Data only; made by manifest_read (resolver/manifest/manifest.h), which says how.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_MANIFEST_TYPES_H
#define L4CARGO_RESOLVER_MANIFEST_MANIFEST_TYPES_H

#include "resolver/manifest/types.h"

typedef struct Manifest {
	/* first what the graph and the units look at, in few cache lines */
	const Dependency *deps; /* every record; none is merged */
	size_t dep_count;
	const Target *targets;
	size_t target_count;
	const Target *lib;                /* or NULL */
	const Target *script;             /* the custom-build target, or NULL */
	const struct FeatureTable *table; /* feature.h: with the implicit ones */
	Edition edition;
	bool has_package; /* false: virtual */
	bool proc_macro;  /* some target says so: the library, or one that is none */
	Str links;        /* ptr NULL: it is not written */
	Str rust_version;
	Str name;
	Version version;
	const Source *src;
	Str path;   /* of Cargo.toml, absolute */
	Str folder; /* its folder */
	Span name_at, version_at, links_at;
	Span rust_version_at; /* its key, which may stand in the workspace's manifest */
	PackageInfo info;
	Str workspace_pointer; /* package.workspace */
	Str resolver;          /* package.resolver */
	Str default_run;
	const Feature *features; /* as declared */
	size_t feature_count;
	const Lint
		*lints; /* in the order that rustc is to get them; those of cargo itself left out */
	size_t lint_count;
	const TomlTable *profiles; /* [profile], or NULL; root manifests only count */
	const PatchEntry *patches, *replaces;
	size_t patch_count, replace_count;
	WorkspaceTable workspace;
	StrList include, exclude; /* package files, for vendoring and rerun fingerprints */
} Manifest;

typedef struct ManifestContext {
	Arena *arena;
	Diag *diag;
	/* The source that the package itself has: path dependencies of a git or registry package
	 * are of the same source. SOURCE_PATH: they are path sources. */
	const SourceId *source;
	/* The [workspace] table to inherit from, checked, and its folder; NULL: there is none, or
	 * an error was reported. Without this callback the folders above are searched. */
	const TomlTable *(*workspace_of)(void *ctx, Str manifest_folder, Str *root_folder);
	/* The source of a registry named in `registry = "X"`; false after an error. */
	bool (*registry)(void *ctx, Str name, Span at, const SourceId **out);
	/* The same, but only of those that were found before and without a message: for threads. */
	bool (*known_registry)(void *ctx, Str name, const SourceId **out);
	void *ctx;
	Arena *scratch;    /* cleared by each manifest_read, which then keeps no table of the file;
	                    * NULL: all tables are kept */
	bool member;       /* its features are all looked at */
	bool published;    /* a path source that crates.io's archive was unpacked to: what its
	                    * dependencies say of paths means packages there */
	bool warn;         /* unused keys and other warnings: for members that are built only */
	bool no_readme;    /* nobody asks for one that the manifest does not name */
	bool every_target; /* also of packages from registries, not their libraries only */
	bool unstable; /* what `cargo-features` names is allowed: the standard library's packages */
} ManifestContext;

#endif
