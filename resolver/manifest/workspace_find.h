/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * workspace_find.h - which [workspace] a package belongs to, by what files say.
 *
 * Reads each Cargo.toml once. What it hands out is checked as far as
 * [workspace] goes; reading the rest of a manifest is manifest.c's work.
 * Rules: cargo-rules 1.6.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_WORKSPACE_FIND_H
#define L4CARGO_RESOLVER_MANIFEST_WORKSPACE_FIND_H

#include "resolver/manifest/manifest.h"

typedef struct WorkspaceFinder WorkspaceFinder;

typedef struct FoundManifest { /* one Cargo.toml */
	Str path, folder;
	const Source *src;
	const TomlTable *toml; /* NULL: cannot be read, which was reported */
	WorkspaceTable workspace;
	Str pointer; /* package.workspace; ptr NULL: not written */
	Span pointer_at;
} FoundManifest;

/* `cargo_home`: folders above it are not searched from inside of it; may be empty. */
WorkspaceFinder *workspace_finder_new(Arena *a, Diag *diag, Str cargo_home);

/* For packages that others made: nothing is searched or read that is not really in `folder`. */
WorkspaceFinder *workspace_finder_within(Arena *a, Diag *diag, Str folder);

/* Paths below `cwd` are shown relative to it in messages. */
void workspace_finder_show_from(WorkspaceFinder *f, Str cwd);

/* Called for each Cargo.toml above a package that is looked at: Cargo refuses one with errors
 * anywhere. False: it has some, which were reported. */
typedef bool (*CandidateCheck)(void *ctx, const FoundManifest *m);
void workspace_finder_check_with(WorkspaceFinder *f, CandidateCheck check, void *ctx);

/* NULL after an error. `path` is absolute and normalised. */
const FoundManifest *workspace_finder_read(WorkspaceFinder *f, Str path);

/*
 * The root manifest for the package whose Cargo.toml is `path`; empty: it has none. False after an
 * error.
 */
bool workspace_finder_root(WorkspaceFinder *f, Str path, Str *root);

/* ManifestContext.workspace_of; the context is the finder. */
const TomlTable *workspace_finder_table(void *finder, Str manifest_folder, Str *root_folder);

/* Do the root's `exclude` and `members` keep `path` (of a Cargo.toml, or a folder) out? */
bool workspace_excludes(Arena *a, Str root_folder, const WorkspaceTable *w, Str path);

#endif
