/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rustc_parts.h - a run of rustc, and the pieces that the command lines of rustc and rustdoc share.
 *
 * Each piece appends to `command`. rustc.h and doctest.h combine the pieces.
 * rustc_deps.h has those for dependencies and build scripts.
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
	Str source;     /* the crate's root file, as in SRC_RS */
	Str crate;
	Str extra; /* extra-filename */
	Str made;  /* the folder that rustc's files are in: the unit's, or that of its sandbox */
	bool metadata_only; /* a lib or rlib: it needs only the metadata of others, and they need
	                       only its */
	bool is_macro, is_script, is_program;
	bool is_test;   /* with tests: a test harness or cfg, or doctests */
	bool is_shared; /* a library that others use: it gets a .pc file */
	Str kind;       /* lib, proc-macro, bin, test, bench, example, example-lib or build */
	Str name;       /* the target's name in Cargo.toml, even if TARGET has another */
	Result own;     /* result of the package's build script; empty: it has none */
	Pc pc;          /* content of the library's .pc file */
	CommandLine command;
} Rustc;

#define FORMAT(r, ...) arena_printf(&(r)->job->arena, __VA_ARGS__)

Str rustc_setting(const Rustc *r, const char *name);

void rustc_add(Rustc *r, Str arg);
void rustc_add2(Rustc *r, const char *option, Str value);
void rustc_add_words(Rustc *r, const char *name); /* words of a setting with shell quotes */

void rustc_add_features(Rustc *r);
void rustc_add_target(Rustc *r);
void rustc_add_search(Rustc *r); /* -L dependency=... */

/* Returns the path of the source for a compiler that runs in command.cwd. */
Str rustc_source(Rustc *r);

/* Set variables: OUT_DIR and those of the build script's directives; CARGO_BIN_EXE_*. */
void rustc_set_script(Rustc *r);
void rustc_set_programs(Rustc *r);

/* Returns the path of the file that rustc writes: that of the library file `target`, or of the
 * program. */
Str rustc_output(Rustc *r, Str target);
/* Returns the path where others find the finished file. */
Str rustc_place(Rustc *r, Str target);

#endif
