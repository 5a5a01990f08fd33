/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * workspace_find.h - finds the [workspace] of a package in the files around it.
 *
 * Reads each Cargo.toml once. Only the [workspace] table of a FoundManifest is
 * checked; manifest.c reads the rest. Rules: cargo-rules 1.6.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_WORKSPACE_FIND_H
#define L4CARGO_RESOLVER_MANIFEST_WORKSPACE_FIND_H

#include "resolver/manifest/manifest.h"

typedef struct WorkspaceFinder WorkspaceFinder;

typedef struct FoundManifest { /* one Cargo.toml */
	Str path, folder;
	const Source *src;
	const TomlTable *toml; /* NULL if the file could not be read, which was reported */
	WorkspaceTable workspace;
	Str pointer; /* package.workspace; ptr NULL if not written */
	Span pointer_at;
} FoundManifest;

/* A search that starts inside `cargo_home` ends there. `cargo_home` may be empty. */
WorkspaceFinder *workspace_finder_new(Arena *a, Diag *diag, Str cargo_home);

/*
 * For downloaded packages: the search stays within `folder`, and does not read files outside it,
 * also not through links. A `package.workspace` that leads outside is an error.
 */
WorkspaceFinder *workspace_finder_within(Arena *a, Diag *diag, Str folder);

/* Makes messages show paths below `cwd` relative to it. */
void workspace_finder_show_from(WorkspaceFinder *f, Str cwd);

/*
 * The finder calls `check` for each Cargo.toml that it finds above a package, because Cargo refuses
 * one with any error. `check` reports errors and returns false.
 */
typedef bool (*CandidateCheck)(void *ctx, const FoundManifest *m);
void workspace_finder_check_with(WorkspaceFinder *f, CandidateCheck check, void *ctx);

/* Returns NULL after an error. `path` is absolute and normalised. */
const FoundManifest *workspace_finder_read(WorkspaceFinder *f, Str path);

/*
 * Finds the path of the root manifest for the package whose Cargo.toml is `path`; empty if it has
 * none. Returns false after an error.
 */
bool workspace_finder_root(WorkspaceFinder *f, Str path, Str *root);

/* A ManifestContext.workspace_of, whose context is the finder. */
const TomlTable *workspace_finder_table(void *finder, Str manifest_folder, Str *root_folder);

/* Returns whether `exclude` and `members` of the root exclude `path`, a Cargo.toml or a folder. */
bool workspace_excludes(Arena *a, Str root_folder, const WorkspaceTable *w, Str path);

#endif
