/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * depinfo.h - writes rustc's dep-info and a build script's rerun rules as prerequisites of a make
 * rule.
 *
 * The makefile fragment names files by absolute paths, or by links if make cannot
 * express a path. It compares environment variables with their values at the time
 * of the run.
 */
#ifndef L4CARGO_BRIDGE_UNIT_DEPINFO_H
#define L4CARGO_BRIDGE_UNIT_DEPINFO_H

#include "base/text/maketext.h"
#include "bridge/unit/environ.h"

typedef struct Fragment {
	UnitJob *job;
	Str target; /* as the flat Makefile writes it: `$(RS_PC_DIR)/rs-x.pc` */
	MakeText prerequisites, rules, conditions;
	Str odd, link; /* the last path that needed a link, and its link */
} Fragment;

void fragment_file(Fragment *f, Str path);
/* Makes the target out of date when the value of the variable differs from the present one. */
void fragment_variable(Fragment *f, Str name);
void fragment_always(Fragment *f);
/* Writes `unit.mk` in the unit's folder, or removes it if the fragment is empty. Reports an error
 * and returns false if it fails. */
bool fragment_write(Fragment *f);
void fragment_free(Fragment *f);

/* Adds the files and variables of a rustc dep-info file; its relative paths start at `cwd`. `env`
 * is the environment of rustc. Variables that l4cargo-unit set itself are not compared, because
 * they depend on the settings alone. */
void depinfo_add(Fragment *f, Str text, Str cwd, const Environ *env);

#endif
