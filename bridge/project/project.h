/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * project.h - what a command looks at: the request, and the project as far as it is open.
 *
 * configuration -> toolchain -> workspace (here) -> lock file -> packages (packages.h) -> units
 * (open.h).
 */
#ifndef L4CARGO_BRIDGE_PROJECT_PROJECT_H
#define L4CARGO_BRIDGE_PROJECT_PROJECT_H

#include "bridge/project/build_options.h"
#include "bridge/project/library_options.h"
#include "bridge/project/packages_request.h"
#include "bridge/session.h"
#include "resolver/units/unit.h"

typedef struct Published { /* a crate of a registry, unpacked in the store (published.h) */
	Str name, version; /* as its registry has them */
	Str manifest;      /* its Cargo.toml in the store */
	Str lock_path;     /* where its lock is kept if it was published without one that fits */
} Published;

/* Whose dependencies count, and which programs say what those platforms are like. */
typedef enum ProjectPlatforms {
	PLATFORMS_SELECTED,        /* the host, and those of --target */
	PLATFORMS_SELECTED_WARILY, /* the same; no program that files of the project name is run */
	PLATFORMS_ALL,
	PLATFORMS_ALL_UNASKED, /* the same; no program is run */
} ProjectPlatforms;

typedef struct ProjectRequest {
	const BuildOptions *build;
	Intent intent;
	const Published *crate; /* NULL: a project of the user's */
	ProjectPlatforms platforms;
	PackagesRequest packages;
	const LibraryOptions *library; /* of the standard library; NULL: rustc's is used */
} ProjectRequest;

/* A project as far as it is open. Each stage fills in its part, and has the parts above it. Units
 * are a type of their own (open.h), for several can be made of one project. */
typedef struct Project {
	/* project_open_tools; the configuration may be there before. */
	const Config *config;
	const Toolchain *toolchain;

	/* project_open_workspace */
	const Workspace *workspace;
	bool published; /* the workspace is a verified crate: nothing writes there */
	Str lock_path;  /* that is read */
	Str lock_kept;  /* that cargo writes if the other is missing or does not fit */

	/* packages_open; until it is done, what its rounds (packages.c) know of the lock. */
	const Lockfile *lock;
	LockTrust trust; /* in it */
	const PackageGraph *packages;
} Project;

/* Configuration and toolchain: what needs no manifest. False after an error. Everything lives in
 * the session's arena. */
bool project_open_tools(Session *s, const ProjectRequest *want, Project *out);

/* These, the workspace, and where its lock is. */
bool project_open_workspace(Session *s, const ProjectRequest *want, Project *out);

/* The configuration alone. NULL after an error. */
const Config *project_config(Session *s);

/* What the command line selects; false after an error. */
bool project_selection(Session *s, const BuildOptions *o, Intent intent, Selection *out);

#endif
