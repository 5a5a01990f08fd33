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
#include "bridge/session.h"
#include "resolver/units/unit.h"

typedef struct ProjectRequest {
	const BuildOptions *build;
	Intent intent;
	bool verify;   /* the files of vendored packages: before they are built */
	Str published; /* manifest of an unpacked published crate; empty: a project of the user's */
	Str crate_name, crate_version; /* of the published crate, as its registry has them */
	ToolchainPrograms programs;
	bool every_platform; /* dependencies for any platform count */
	bool every_feature;  /* and those of all members with all features, whatever is selected */
	bool lock_stands;    /* nobody changes the lock, so --locked means nothing */
	bool whole_lock;     /* packages are got ready that nothing asks for, too */
	Str fill;            /* a CARGO_HOME that packages go to (see StoreOptions); empty: none */
	Str lock_path;   /* where a published crate's lock is kept if its own is none that fits */
	bool listed;     /* packages are shown or copied, and none is built */
	bool no_readmes; /* nobody asks for those that packages' manifests do not name */
	const LibraryOptions
		*library; /* the standard library is built too; NULL: rustc's is used */
} ProjectRequest;

typedef struct Project {
	const Config *config; /* may be set before project_open */
	const Toolchain *toolchain;
	const Workspace *workspace;
	bool published; /* the workspace is a verified crate: nothing writes there */
	Str lock_path;  /* that is read */
	Str lock_kept;  /* that cargo writes if the other is missing or does not fit */
	const Lockfile *lock;
	LockTrust trust; /* in it */
	const PackageGraph *packages;
	const PackageGraph *library; /* the standard library's, if it is built */
	Str library_folder;          /* its sources, before any copy; ends in NUL */
	const UnitGraph *units;
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
