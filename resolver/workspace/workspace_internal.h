/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * workspace_internal.h - how a Workspace is made. For the files of this folder only.
 */
#ifndef L4CARGO_RESOLVER_WORKSPACE_WORKSPACE_INTERNAL_H
#define L4CARGO_RESOLVER_WORKSPACE_WORKSPACE_INTERNAL_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "resolver/config/registries.h"
#include "resolver/manifest/workspace_find.h"
#include "resolver/workspace/workspace.h"

typedef struct LoadedManifest { /* a Cargo.toml that was read, member or not */
	Str path;
	const Manifest *manifest; /* NULL: it has errors */
} LoadedManifest;

typedef struct Loader {
	Arena *arena;
	Diag *diag;
	const Config *config;
	Registries registries; /* that the manifests name */
	WorkspaceFinder *finder;
	const ManifestContext *member_reader;
	bool quiet;     /* nobody is warned */
	bool published; /* WORKSPACE_ISOLATED */
	bool library;   /* the standard library's: see workspace_load_library */
	VEC(LoadedManifest *) loaded;
	Map by_path; /* of loaded */
	LoadedManifest *top, *current;
	VEC(LoadedManifest *) members, defaults; /* in the order of finding */
	Map is_member;                           /* by path */
} Loader;

/* NULL after an error. */
LoadedManifest *loader_read(Loader *l, Str path);
/* Cargo's find_root: `*root` empty if there is none. False after an error. */
bool loader_find_root(Loader *l, Str path, Str *root);

/* False: it is one already. */
bool loader_add_member(Loader *l, LoadedManifest *m);
/* members.c: by `members`, by path dependencies; then `default-members`. */
bool loader_find_members(Loader *l);
/* check.c: does it all fit together? */
bool loader_check(Loader *l);
/* What is written where it has no effect. */
void loader_warn(const Loader *l, const Workspace *w);

#endif
