/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * workspace_internal.h - loading of a Workspace, for the files of this folder only.
 */
#ifndef L4CARGO_RESOLVER_WORKSPACE_WORKSPACE_INTERNAL_H
#define L4CARGO_RESOLVER_WORKSPACE_WORKSPACE_INTERNAL_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "resolver/config/registries.h"
#include "resolver/manifest/workspace_find.h"
#include "resolver/workspace/workspace.h"

typedef struct LoadedManifest { /* a Cargo.toml that was read, of a member or not */
	Str path;
	const Manifest *manifest; /* NULL if it has errors */
} LoadedManifest;

typedef struct Loader {
	Arena *arena;
	Diag *diag;
	const Config *config;
	Registries registries; /* the registries that the manifests name */
	WorkspaceFinder *finder;
	const ManifestContext *member_reader;
	bool quiet;     /* no warnings */
	bool published; /* WORKSPACE_ISOLATED */
	bool library;   /* set by workspace_load_library */
	VEC(LoadedManifest *) loaded;
	Map by_path; /* path to index in `loaded` */
	LoadedManifest *top, *current;
	VEC(LoadedManifest *) members, defaults; /* in the order of discovery */
	Map is_member;                           /* the paths of `members` */
} Loader;

/* Returns NULL after an error. */
LoadedManifest *loader_read(Loader *l, Str path);
/*
 * Finds the root manifest of a package, like Cargo's find_root; `*root` is empty if there is none.
 * Returns false after an error.
 */
bool loader_find_root(Loader *l, Str path, Str *root);

/* Adds a member. Returns false if it is a member already. */
bool loader_add_member(Loader *l, LoadedManifest *m);
/*
 * members.c: finds members by `members` and path dependencies, then by `default-members`. Returns
 * false after an error.
 */
bool loader_find_members(Loader *l);
/* check.c: checks that the members fit together. Returns false after an error. */
bool loader_check(Loader *l);
/* Warns of keys in places where they have no effect. */
void loader_warn(const Loader *l, const Workspace *w);

#endif
