/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * job.h - a command of make: the unit, its settings, and the paths it uses.
 *
 * Settings come in the environment (docs/packages.md, l4cargo-unit). The paths
 * here are absolute. Everything lives in the job's arena.
 */
#ifndef L4CARGO_BRIDGE_UNIT_JOB_H
#define L4CARGO_BRIDGE_UNIT_JOB_H

#include "base/files/below.h"
#include "base/text/screen.h"
#include "bridge/unit/text.h"

#include <time.h>

typedef struct UnitJob {
	Arena arena;
	Diag diag;
	char *const *env;
	Str unit;  /* its name, such as `libc-0.2.178/run` */
	Str cwd;   /* make's working directory */
	Str build; /* the object tree */
	Str root; /* the folder that paths in .pc files start at: `build`, or the object tree of all
	             of L4Re */
	Str folder; /* the unit's folder: build/unit */
	Str source; /* RS_SRCDIR */
	Str home;   /* of the platform: build, or build/<triple> */
	int make;   /* process id of the make that started this process */
	bool colour, verbose;
	bool in_tree;          /* in an L4Re tree, where BID links the programs for L4Re */
	struct timespec start; /* when the lock was taken, by the clock of the file system */
} UnitJob;

/* Reads the settings and makes the unit's folder. Returns false after an error. */
bool job_open(UnitJob *j, Str unit, char *const *env);
void job_close(UnitJob *j);

/* Returns the setting RS_<name>; empty if it is not set. */
Str job_get(const UnitJob *j, const char *name);
bool job_is(const UnitJob *j, const char *name); /* whether it is `y` */
/* Returns whether the unit is for L4Re and is built in its tree. */
bool job_is_for_l4re(const UnitJob *j);
/* Returns whether a target specification file defines the unit's target. */
bool job_target_is_file(const UnitJob *j);
/* Returns a setting that is a path, made absolute; empty if it is not set. */
Str job_path(UnitJob *j, const char *name);
Str job_absolute(UnitJob *j, Str path);
Str job_file(UnitJob *j, Str folder, Str name); /* folder/name */

/* Finds the place of a file to change: a path below the object tree of the packages or of all of
 * L4Re, or else its name in its folder. The caller closes `top`, which is -1 with errno if the
 * folder cannot be opened. */
BelowPlace job_place(UnitJob *j, Str path);
#define scoped_place with_cleanup(job_close_place) BelowPlace
void job_close_place(const BelowPlace *p);
/* Opens the folder that contains the last component of the path, and points *name to that
 * component. Returns -1 with errno if it fails. */
int job_open_parent(UnitJob *j, Str path, const char **name);
bool job_make_folders(UnitJob *j, Str path);

/* Prints the line `[serde-1.0.228] ... Compiling x [12/54]` when a unit begins: it is the 12th in
 * this make. The numbers are left out if the total is not known. */
void job_say_begun(UnitJob *j, const char *before, Str object);
/* The same without the numbers. The line stays whole even if other processes print. */
void job_say(UnitJob *j, const char *before, Str object, const char *after);
/* Prints the text to stderr in one piece. */
void job_print(UnitJob *j, const ScreenText *text);
void job_print_text(UnitJob *j, Str text);

typedef enum Label { LABEL_ERROR, LABEL_WARNING } Label;
void job_add_label(const UnitJob *j, Label which, ScreenText *to); /* with rustc's colours */

/*
 * Locks the unit. Returns the lock's descriptor, or -1 after an error. Sets `*done` if another make
 * finished `result` while this process waited. A message says that we wait, except if `result` is
 * empty: then we wait for a process of this make.
 */
int job_lock(UnitJob *j, Str result, bool *done);

#endif
