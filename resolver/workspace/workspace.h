/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * workspace.h - from a manifest's path to the workspace around it.
 *
 * Rules: cargo-rules 1.6. Members include path dependencies below the root.
 */
#ifndef L4CARGO_RESOLVER_WORKSPACE_WORKSPACE_H
#define L4CARGO_RESOLVER_WORKSPACE_WORKSPACE_H

#include "resolver/config/config.h"
#include "resolver/manifest/manifest.h"

typedef struct Workspace {
	Str root;                /* folder of the root manifest: Cargo.lock and target live there */
	const Manifest *top;     /* the root manifest (maybe virtual) */
	const Manifest *current; /* the manifest that was asked for */
	const Manifest **members; /* sorted by name, then path */
	size_t member_count;
	const Manifest **defaults; /* what is built when no package is named */
	size_t default_count;
	int resolver;   /* 1, 2 or 3 */
	bool published; /* WORKSPACE_ISOLATED */
	const struct ManifestContext
		*reader; /* reads further path packages with this workspace's rules */
} Workspace;

typedef enum WorkspaceUse { /* or-ed */
	                    WORKSPACE_BUILD = 0,
	                    WORKSPACE_ISOLATED = 1, /* the package is a workspace of its own,
	                                               whatever its manifest says */
	                    /* Packages are only shown or copied: as Cargo then says nothing of what
	                     * is wrong with members' targets, nor any warning. */
	                    WORKSPACE_SHOW = 2,
} WorkspaceUse;

/* `manifest_path` absolute and normalised. NULL after an error. */
const Workspace *workspace_load(Arena *a, Diag *diag, const Config *config, Str manifest_path,
                                WorkspaceUse use);

/* The standard library's own: nobody is warned of what it does, and unstable features are allowed.
 */
const Workspace *workspace_load_library(Arena *a, Diag *diag, const Config *config,
                                        Str manifest_path);

/* The Cargo.toml of `folder` or of the nearest folder above; empty after an error. */
Str workspace_find_manifest(Arena *a, Diag *diag, Str folder);

#endif
