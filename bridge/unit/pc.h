/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * pc.h - a library's .pc file: how others link it. pkg-config's fields, and our own `Rust_...=`.
 */
#ifndef L4CARGO_BRIDGE_UNIT_PC_H
#define L4CARGO_BRIDGE_UNIT_PC_H

#include "bridge/unit/job.h"

typedef struct SearchPath { /* a -L argument */
	Str path;
	bool inside; /* below the OUT_DIR of the script that said it: comes first */
} SearchPath;

typedef struct SearchList {
	SearchPath *items;
	size_t count, room;
} SearchList;

typedef struct Pc {
	Str name, version, requires;
	Str crate;          /* empty: not a Rust library */
	Str file;           /* below Job.root, without suffix: `deps/libserde-1.0.228` */
	Str types;          /* words: `meta` (an rlib, and its .rmeta), `rlib`, `so`, `macro` */
	Str libs;           /* of a native library, or a static one: `-lz` */
	SearchList search;  /* in order of linking; dependencies' included */
	StrVec cdylib_args; /* for programs' cdylib units that depend on it */
} Pc;

/* False after an error. */
bool pc_read(UnitJob *j, Str name, Pc *out);
bool pc_write(UnitJob *j, Str path, const Pc *pc);
Str pc_path(UnitJob *j, Str name);

/* Adds what is not there yet. */
void search_add(UnitJob *j, SearchList *to, SearchPath one);

#endif
