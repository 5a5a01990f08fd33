/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rustc_parts.h - a run of rustc, and the pieces that command lines of rustc and rustdoc share.
 *
 * Each piece adds to `command`. rustc.h and doctest.h put them together, rustc_deps.h has those of
 * dependencies and build scripts.
 */
#ifndef L4CARGO_BRIDGE_UNIT_RUSTC_PARTS_H
#define L4CARGO_BRIDGE_UNIT_RUSTC_PARTS_H

#include "bridge/unit/pc.h"
#include "bridge/unit/process.h"
#include "bridge/unit/result.h"

typedef struct Rustc {
	UnitJob *job;
	StrVec types;   /* crate types */
	StrVec targets; /* the words of TARGET */
	Str source;     /* the crate's root, as SRC_RS has it */
	Str crate;
	Str extra;          /* extra-filename */
	Str made;           /* the folder that has what rustc wrote: the unit's, but of a box */
	bool metadata_only; /* a lib or rlib: dependents need its metadata only, and so does it */
	bool is_macro, is_script, is_program;
	bool is_test;   /* compiled with its tests, or documentation with tests in it */
	bool is_shared; /* a library that others use: it gets a .pc */
	Str kind;       /* of the target: lib, proc-macro, bin, test, bench, example,
	                   example-lib, build */
	Str name;       /* the target's own, also where TARGET has another */
	Result own;     /* of the package's build script; empty if there is none */
	Pc pc;          /* what the library's .pc will say */
	CommandLine command;
} Rustc;

#define FORMAT(r, ...) arena_printf(&(r)->job->arena, __VA_ARGS__)

bool rustc_has_word(Str words, Str word);
Str rustc_setting(const Rustc *r, const char *name);

void rustc_add(Rustc *r, Str arg);
void rustc_add2(Rustc *r, const char *option, Str value);
void rustc_add_words(Rustc *r, const char *name); /* of a setting with quoted words */

void rustc_add_features(Rustc *r);
void rustc_add_target(Rustc *r);
void rustc_add_search(Rustc *r); /* -L dependency=... */

/* The source for a compiler that runs in command.cwd. */
Str rustc_source(Rustc *r);

/* For programs that run with it: OUT_DIR and what the script sets; CARGO_BIN_EXE_*. */
void rustc_set_script(Rustc *r);
void rustc_set_programs(Rustc *r);

/* The file that rustc writes in the unit's folder: name of a library file, or the program. */
Str rustc_output(Rustc *r, Str target);
/* The file of that name where others find it. */
Str rustc_place(Rustc *r, Str target);

#endif
