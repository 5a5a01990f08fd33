/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * workspace.h - loads the workspace of a manifest.
 *
 * Rules: cargo-rules 1.6. Members include path dependencies below the root.
 */
#ifndef L4CARGO_RESOLVER_WORKSPACE_WORKSPACE_H
#define L4CARGO_RESOLVER_WORKSPACE_WORKSPACE_H

#include "resolver/config/config.h"
#include "resolver/manifest/manifest.h"

typedef struct Workspace {
	Str root;            /* folder of the root manifest, which contains Cargo.lock and target */
	const Manifest *top; /* the root manifest, which may be virtual */
	const Manifest *current;  /* the manifest at the path that the caller passed */
	const Manifest **members; /* sorted by name, then path */
	size_t member_count;
	const Manifest **defaults; /* the packages to build if none is named */
	size_t default_count;
	int resolver;                         /* 1, 2 or 3 */
	bool published;                       /* loaded with WORKSPACE_ISOLATED */
	const struct ManifestContext *reader; /* reads more path packages */
} Workspace;

typedef enum WorkspaceUse { /* flags that can be combined */
	                    WORKSPACE_BUILD = 0,
	                    WORKSPACE_ISOLATED = 1, /* treat the package as a workspace of its own,
	                                               whatever its manifest says */
	                    /*
	                     * The packages are only shown or copied. As in Cargo, there are no
	                     * warnings and no errors about the targets of members.
	                     */
	                    WORKSPACE_SHOW = 2,
} WorkspaceUse;

/* `manifest_path` must be absolute and normalised. Returns NULL after an error. */
const Workspace *workspace_load(Arena *a, Diag *diag, const Config *config, Str manifest_path,
                                WorkspaceUse use);

/* Loads the workspace of the standard library: prints no warnings, and allows unstable features. */
const Workspace *workspace_load_library(Arena *a, Diag *diag, const Config *config,
                                        Str manifest_path);

/* Returns the Cargo.toml of `folder` or of the nearest folder above; empty after an error. */
Str workspace_find_manifest(Arena *a, Diag *diag, Str folder);

#endif
