/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * project.h - the request of a command, and the project as far as it is open.
 *
 * The stages are: configuration -> toolchain -> workspace (here) -> lock file -> packages
 * (packages.h) -> units (open.h).
 */
#ifndef L4CARGO_BRIDGE_PROJECT_PROJECT_H
#define L4CARGO_BRIDGE_PROJECT_PROJECT_H

#include "bridge/project/build_options.h"
#include "bridge/project/library_options.h"
#include "bridge/project/packages_request.h"
#include "bridge/session.h"
#include "resolver/units/unit.h"

typedef struct Published { /* a crate of a registry, unpacked in the store (published.h) */
	Str name, version; /* as in the registry */
	Str manifest;      /* its Cargo.toml in the store */
	Str lock_path; /* where the lock is kept that cargo makes if the crate has none that fits */
} Published;

/* The platforms whose dependencies count, and the programs that may run to describe them. */
typedef enum ProjectPlatforms {
	PLATFORMS_SELECTED,           /* the host and the platforms of --target */
	PLATFORMS_SELECTED_OWN_RUSTC, /* the same, but run no program that files of the project name
	                               */
	PLATFORMS_ALL,
	PLATFORMS_ALL_NO_RUSTC, /* the same, but run no program */
} ProjectPlatforms;

typedef struct ProjectRequest {
	const BuildOptions *build;
	Intent intent;
	const Published *crate; /* NULL: the request is for a project of the user's */
	ProjectPlatforms platforms;
	PackagesRequest packages;
	const LibraryOptions *library; /* NULL: the standard library is rustc's own */
} ProjectRequest;

/* A project as far as it is open. Each stage fills in its part and needs the parts above it. Units
 * are a type of their own (open.h), because several can be made from one project. */
typedef struct Project {
	/* Filled in by project_open_tools; the caller may set the configuration before. */
	const Config *config;
	const Toolchain *toolchain;

	/* Filled in by project_open_workspace. */
	const Workspace *workspace;
	bool published; /* the workspace is a verified crate, where nothing may write */
	Str lock_path;  /* the lock file to read */
	Str lock_kept; /* the lock file that cargo writes if lock_path is missing or does not fit */
	Str lock_store; /* the folder of the cache that has lock_kept; empty: it is the user's */

	/* Filled in by packages_open; meanwhile its steps (packages.c) keep what they know of the
	 * lock here. */
	const Lockfile *lock;
	LockTrust trust; /* in `lock` */
	const PackageGraph *packages;
} Project;

/* Opens configuration and toolchain, which need no manifest. Does nothing if *out has a toolchain.
 * Returns false after an error. Everything lives in the session's arena. */
bool project_open_tools(Session *s, const ProjectRequest *want, Project *out);

/* Opens the same and the workspace, and chooses the paths of its lock file. Returns false after an
 * error. */
bool project_open_workspace(Session *s, const ProjectRequest *want, Project *out);

/* Loads the configuration alone and applies it to the session. Returns NULL after an error. */
const Config *project_config(Session *s);

/* Sets *out to what the command line selects. Reports an error and returns false if options
 * contradict each other. */
bool project_selection(Session *s, const BuildOptions *o, Intent intent, Selection *out);

#endif
