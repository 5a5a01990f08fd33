/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unitgraph.h - the unit graph for programs and for people: JSON, graphviz's dot, a tree.
 *
 * JSON is of schema `l4cargo-graph/1`. Each writer adds to `out`.
 */
#ifndef L4CARGO_EMITTERS_REPORT_UNITGRAPH_H
#define L4CARGO_EMITTERS_REPORT_UNITGRAPH_H

#include "base/text/screen.h"
#include "resolver/units/unit.h"

void emit_unitgraph(const UnitGraph *g, Buf *out);
/* A directed graph; edges are labelled with the extern name where it is not the crate's. */
void emit_unitgraph_dot(const UnitGraph *g, ScreenText *out);
/* Each root with what it depends on below it; what was shown already ends in `(*)`. */
void emit_unitgraph_text(const UnitGraph *g, ScreenText *out);

/* The package's source as the schema says it: `crates-io`, `path+DIR`, `git+URL?branch=B`, ... */
Str unitgraph_source(Arena *a, const PackageGraph *g, const Package *p);

/* lib, proc-macro, bin, custom-build, example, test, bench. */
const char *unitgraph_kind(const Target *t);

/* `host`, `target`, or with several targets the triple. */
Str unitgraph_platform(const PackageGraph *g, int platform);

/* build, check, test, run-custom-build, doctest. */
Str unitgraph_mode(UnitMode mode);

#endif
