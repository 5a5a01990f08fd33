/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * parts.h - the parts of a Cargo.toml, one file each.
 *
 * manifest.c reads the top level, then calls these functions. Each fills in its fields
 * of ManifestReader.m.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_PARTS_H
#define L4CARGO_RESOLVER_MANIFEST_PARTS_H

#include "resolver/manifest/reader.h"

enum {
	TOP_CARGO_FEATURES,
	TOP_PACKAGE,
	TOP_PROJECT,
	TOP_BADGES,
	TOP_FEATURES,
	TOP_LIB,
	TOP_BIN,
	TOP_EXAMPLE,
	TOP_TEST,
	TOP_BENCH,
	TOP_DEPS,
	TOP_DEV_DEPS,
	TOP_DEV_DEPS_OLD,
	TOP_BUILD_DEPS,
	TOP_BUILD_DEPS_OLD,
	TOP_TARGET,
	TOP_LINTS,
	TOP_HINTS,
	TOP_WORKSPACE,
	TOP_PROFILE,
	TOP_PATCH,
	TOP_REPLACE,
	TOP_KEYS,
};

enum { /* keys of [package] that other parts need */
       PACKAGE_NAME,
       PACKAGE_VERSION,
       PACKAGE_EDITION,
       PACKAGE_RUST_VERSION,
       PACKAGE_BUILD,
       PACKAGE_LINKS,
       PACKAGE_AUTOLIB,
       PACKAGE_AUTOBINS,
       PACKAGE_AUTOEXAMPLES,
       PACKAGE_AUTOTESTS,
       PACKAGE_AUTOBENCHES,
       PACKAGE_DEFAULT_RUN,
       PACKAGE_AUTHORS,
       PACKAGE_METABUILD,
       PACKAGE_DEFAULT_TARGET,
       PACKAGE_FORCED_TARGET,
       PACKAGE_EXCLUDE,
       PACKAGE_INCLUDE,
       PACKAGE_PUBLISH,
       PACKAGE_WORKSPACE,
       PACKAGE_IM_A_TEAPOT,
       PACKAGE_DESCRIPTION,
       PACKAGE_HOMEPAGE,
       PACKAGE_DOCUMENTATION,
       PACKAGE_README,
       PACKAGE_KEYWORDS,
       PACKAGE_CATEGORIES,
       PACKAGE_LICENSE,
       PACKAGE_LICENSE_FILE,
       PACKAGE_REPOSITORY,
       PACKAGE_RESOLVER,
       PACKAGE_METADATA,
       PACKAGE_CARGO_FEATURES,
       PACKAGE_KEYS,
};

typedef const TomlEntry *const *Keys; /* the result of keys_read */

/* Stores the keys of [package] in `keys` (PACKAGE_KEYS items) and reads all but the targets. */
void read_package(ManifestReader *r, const TomlTable *t, const TomlEntry **keys);
/* Reads the edition of a package or of a target. Returns false after an error. */
bool read_edition(const ManifestReader *r, const TomlEntry *e, Edition *out);

/* targets.c: explicit and discovered targets, build script, default-run. */
void read_targets(ManifestReader *r, Keys top, Keys package);

/* dependency_tables.c: reads all tables of dependencies, including those of [target.X]. */
void read_dependencies(ManifestReader *r, Keys top);
/* dependency.c: reads one entry of such a table. Returns false after an error. */
bool read_dependency(ManifestReader *r, const TomlEntry *e, const KeyPath *path, Dependency *out);
/* Checks the types of a dependency that the newer spelling of its table overrides. */
void check_redundant_dependency(ManifestReader *r, const TomlEntry *e, const KeyPath *path);
/* Like read_dependency, for [patch.X] and [replace], where nothing can be inherited. */
bool read_plain_dependency(ManifestReader *r, const TomlEntry *e, const KeyPath *path,
                           Dependency *out);
/* Checks an entry of [workspace.dependencies] as far as that needs no member that uses it. */
void check_workspace_dependency(const KeyReader *k, const TomlEntry *e, const KeyPath *path);

void read_features(ManifestReader *r, const TomlEntry *e); /* features_table.c */
void check_sources(const ManifestReader *r); /* dependency_tables.c; call it after read_features */
void read_lints(ManifestReader *r, const TomlEntry *e); /* lints_table.c */
void check_lints(const KeyReader *k, const TomlTable *tools, const KeyPath *path);
void read_profiles(ManifestReader *r, const TomlEntry *e); /* profile_table.c */
void read_patches(ManifestReader *r, Keys top);            /* patch_table.c */
/* Finds the source of a key of [patch]: only its canonical URL is valid. False after an error. */
bool read_patched_source(const ManifestContext *c, const TomlEntry *e, const SourceId **out);

/* workspace_table.c: reads [workspace]. Returns false after an error. */
bool read_workspace_table(const KeyReader *k, const TomlEntry *e, WorkspaceTable *out);

/* package_table.c: reads `version` of [package] or [workspace.package]. False after an error. */
bool read_version(const KeyReader *k, const TomlEntry *e, Version *out);
/* package.rust-version: one to three numbers. read_rust_version returns false after an error. */
typedef struct RustVersion {
	uint64_t part[3];
	size_t count;
} RustVersion;
bool read_rust_version(const KeyReader *k, const TomlEntry *e, RustVersion *out);

#endif
