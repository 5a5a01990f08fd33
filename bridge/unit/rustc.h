/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rustc.h - the command line and environment of one run of rustc.
 *
 * Rules: cargo-rules 7.1 (the order of arguments), 7.4, 7.5, 8.3.
 */
#ifndef L4CARGO_BRIDGE_UNIT_RUSTC_H
#define L4CARGO_BRIDGE_UNIT_RUSTC_H

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

/* What is built and where, from the settings alone. False after an error. */
bool rustc_describe(Rustc *r, UnitJob *job);
/* The rest, up to what process_start wants: needs the results of dependencies. */
bool rustc_prepare(Rustc *r);
/* Where what rustc writes into the unit's folder arrives. */
Str rustc_folder(const Rustc *r);
/* With `make SANDBOX=1`, its command becomes one that runs boxed. False after an error. */
bool rustc_box(Rustc *r, CommandLine *command);

/* For a program of it: OUT_DIR and what the script sets; CARGO_BIN_EXE_*. */
void rustc_set_script(Rustc *r);
void rustc_set_programs(Rustc *r);

/* The file that rustc writes in the unit's folder: name of a library file, or the program. */
Str rustc_output(Rustc *r, Str target);
/* The file of that name where others find it. */
Str rustc_place(Rustc *r, Str target);

#endif
