/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * job.h - what make asked for: a unit, its settings, and the places it uses.
 *
 * Settings come in the environment (docs/packages.md, l4cargo-unit). Paths are
 * absolute here. Everything lives in the job's arena.
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
	Str unit;   /* its name: `libc-0.2.178/run` */
	Str cwd;    /* make's working directory */
	Str build;  /* the object tree */
	Str root;   /* what pc files name files from: build, or the object tree of all L4Re */
	Str folder; /* the unit's own: build/unit */
	Str source; /* RS_SRCDIR */
	Str home;   /* of its platform: build, or build/<triple> */
	int make;   /* process id of the make that wants it */
	bool colour, verbose;
	bool in_tree;          /* an L4Re tree: BID links target programs */
	struct timespec start; /* when the lock was got, as file systems count */
} UnitJob;

/* False after an error. */
bool job_open(UnitJob *j, Str unit, char *const *env);
void job_close(UnitJob *j);

/* env_get, for a name that is a Str. */
Str job_env(char *const *env, Str name);
/* Setting RS_<name>; empty if it is not set. */
Str job_get(const UnitJob *j, const char *name);
bool job_is(const UnitJob *j, const char *name); /* it is `y` */
/* Is the unit for L4Re, in its tree? */
bool job_is_for_l4re(const UnitJob *j);
/* Is its target given by a specification? */
bool job_target_is_file(const UnitJob *j);
/* A path among the settings made absolute; empty stays so. */
Str job_path(UnitJob *j, const char *name);
Str job_absolute(UnitJob *j, Str path);
Str job_file(UnitJob *j, Str folder, Str name); /* folder/name */

/* To change a file: where it is, below the tree of the packages or of all L4Re; elsewhere, in the
 * folder that make names. `top` is the caller's to close, -1 with errno if it is not there. */
BelowPlace job_place(UnitJob *j, Str path);
#define scoped_place with_cleanup(job_close_place) BelowPlace
void job_close_place(const BelowPlace *p);
/* The folder that has the path's last part, which is in *name; -1 with errno. */
int job_open_parent(UnitJob *j, Str path, const char **name);
bool job_make_folders(UnitJob *j, Str path);

/* A line such as `  [serde-1.0.228] ... Compiling x [12/54]`: a unit begins. It is the 12th in this
 * make; the number is missing where nobody knows how many there are. */
void job_say_begun(UnitJob *j, const char *before, Str object);
/* The same without number; whole, even if others print. */
void job_say(UnitJob *j, const char *before, Str object, const char *after);
/* To stderr, in one piece. */
void job_print(UnitJob *j, const ScreenText *text);
void job_print_text(UnitJob *j, Str text);

typedef enum Label { LABEL_ERROR, LABEL_WARNING } Label;
void job_add_label(const UnitJob *j, Label which, ScreenText *to); /* in rustc's colours */

/*
 * The unit for this process alone. Returns the lock's descriptor, or -1 after an error.
 * `*done`: another make finished `result` while this one waited; it is told that we wait. With an
 * empty `result`, we wait for a part of this make, and nothing is said.
 */
int job_lock(UnitJob *j, Str result, bool *done);

#endif
