/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unitgraph.h - writes the unit graph for programs and for people: as JSON, for graphviz (dot), as
 * a tree.
 *
 * The JSON has the schema `l4cargo-graph/1`. Each function adds to `out`.
 */
#ifndef L4CARGO_EMITTERS_REPORT_UNITGRAPH_H
#define L4CARGO_EMITTERS_REPORT_UNITGRAPH_H

#include "base/text/screen.h"
#include "resolver/units/unit.h"

void emit_unitgraph(const UnitGraph *g, Buf *out);
/* Writes a directed graph. An edge is labelled with the extern name if that is not the crate's
 * name. */
void emit_unitgraph_dot(const UnitGraph *g, ScreenText *out);
/* Writes each root with its dependencies below it. A unit that was shown before ends in `(*)`. */
void emit_unitgraph_text(const UnitGraph *g, ScreenText *out);

/* The package's source in the notation of the schema: `crates-io`, `path+DIR`, `git+URL?branch=B`,
 * ... */
Str unitgraph_source(Arena *a, const PackageGraph *g, const Package *p);

/* One of lib, proc-macro, bin, custom-build, example, test, bench. */
const char *unitgraph_kind(const Target *t);

/* `host`, `target`, or the triple if there are several targets. */
Str unitgraph_platform(const PackageGraph *g, int platform);

/* One of build, check, test, run-custom-build, doctest. */
Str unitgraph_mode(UnitMode mode);

#endif
