/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * pc.h - a library's .pc file, which says how others link it: the fields of pkg-config and our own
 * `Rust_...=`.
 */
#ifndef L4CARGO_BRIDGE_UNIT_PC_H
#define L4CARGO_BRIDGE_UNIT_PC_H

#include "bridge/unit/job.h"

typedef struct SearchPath { /* a -L argument */
	Str path;
	bool inside; /* below the OUT_DIR of the script that printed it: comes first */
} SearchPath;

typedef struct SearchList {
	SearchPath *items;
	size_t count, room;
} SearchList;

typedef struct Pc {
	Str name, version, requires;
	Str crate;          /* empty: not a Rust library */
	Str file;           /* below UnitJob.root, without suffix: `deps/libserde-1.0.228` */
	Str types;          /* words: `meta` (an rlib with an .rmeta), `rlib`, `so`, `macro` */
	Str libs;           /* link options of a native or static library: `-lz` */
	SearchList search;  /* in link order, including those of the dependencies */
	StrVec cdylib_args; /* link arguments for cdylib units that depend on it */
} Pc;

/* These two return false after an error. */
bool pc_read(UnitJob *j, Str name, Pc *out);
bool pc_write(UnitJob *j, Str path, const Pc *pc);
Str pc_path(UnitJob *j, Str name);

/* Adds the path unless it is in the list already. */
void search_add(UnitJob *j, SearchList *to, SearchPath one);

#endif
