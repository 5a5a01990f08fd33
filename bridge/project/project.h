/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * project.h - the request of a command, and the project as far as it is open.
 *
 * Each stage has a type, which contains the stage before it. So the type of a parameter says how
 * far the project must be open:
 *
 *     ProjectTools     configuration and toolchain
 *     Project          the workspace, and where its lock file is
 *     ProjectPackages  the lock and the graph of packages (packages.h, open.h)
 *     ProjectUnits     the units of a selection (open.h)
 *
 * An opener reports its errors and then returns NULL: there is no stage that is half open. What it
 * returns lives in the session's arena and never changes.
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
	PLATFORMS_SELECTED_OWN_RUSTC, /* the same, but run no program of the project's files */
	PLATFORMS_ALL,
	PLATFORMS_ALL_NO_RUSTC, /* the same, but run no program */
} ProjectPlatforms;

typedef struct ProjectRequest {
	const BuildOptions *build;
	Intent intent;
	const Config *config;   /* NULL: that of project_config, loaded with the tools */
	const Published *crate; /* NULL: the request is for a project of the user's */
	ProjectPlatforms platforms;
	PackagesRequest packages;
	const LibraryOptions *library; /* NULL: the standard library is rustc's own */
} ProjectRequest;

typedef struct ProjectTools { /* what needs no manifest */
	const Config *config; /* with the version of the toolchain's cargo */
	const Toolchain *toolchain;
} ProjectTools;

typedef struct Project {
	ProjectTools tools;
	const Workspace *workspace;
	bool published; /* the workspace is a verified crate, where nothing may write */
	Str lock_path;  /* the lock file to read */
	Str lock_kept; /* the lock file that cargo writes if lock_path is missing or does not fit */
	Str lock_store; /* the folder of the cache that has lock_kept; empty: it is the user's */
	LockTrust lock_trust; /* in lock_path */
} Project;

typedef struct ProjectPackages {
	Project project; /* lock_path is the lock that was read: perhaps one that cargo has written
	                    meanwhile */
	Selection selection;  /* that the packages were looked up for */
	const Lockfile *lock; /* may have more packages than its file (lock_extend.h) */
	const PackageGraph *graph;
} ProjectPackages;

/* Opens configuration and toolchain. */
const ProjectTools *project_open_tools(Session *s, const ProjectRequest *want);

/* Reads the workspace and chooses the paths of its lock file, which may be missing. */
const Project *project_open_workspace(Session *s, const ProjectRequest *want,
                                      const ProjectTools *tools);

/* Loads the configuration alone and applies it to the session. Returns NULL after an error. */
const Config *project_config(Session *s);

/* Sets *out to what the command line selects. Reports an error and returns false if options
 * contradict each other. */
bool project_selection(Session *s, const BuildOptions *o, Intent intent, Selection *out);

#endif
