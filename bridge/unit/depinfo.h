/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * depinfo.h - rustc's dep-info and a script's rerun rules as prerequisites of a make rule.
 *
 * The fragment names files by absolute paths, or by links where make has no
 * words for a path, and compares environment variables with their values at
 * the time of the run.
 */
#ifndef L4CARGO_BRIDGE_UNIT_DEPINFO_H
#define L4CARGO_BRIDGE_UNIT_DEPINFO_H

#include "base/text/maketext.h"
#include "bridge/unit/environ.h"

typedef struct Fragment {
	UnitJob *job;
	Str target; /* as the flat Makefile writes it: `$(RS_PC_DIR)/rs-x.pc` */
	MakeText prerequisites, rules, conditions;
	Str odd, link; /* the last path that has a link, and that */
} Fragment;

void fragment_file(Fragment *f, Str path);
/* The target is made again when the variable differs from what it is now. */
void fragment_variable(Fragment *f, Str name);
void fragment_always(Fragment *f);
/* Writes `unit.mk` in the unit's folder, or removes it if there is nothing to say. */
bool fragment_write(Fragment *f);
void fragment_free(Fragment *f);

/* Files and variables of a rustc dep-info file; paths in it start at `cwd`. `env` is what rustc
 * had: variables that we set are not compared, the settings stand for them. */
void depinfo_add(Fragment *f, Str text, Str cwd, const Environ *env);

#endif
