/*
 * unitgraph.h - the unit graph as JSON, schema `l4cargo-graph/1`.
 */
#ifndef L4CARGO_EMITTERS_UNITGRAPH_H
#define L4CARGO_EMITTERS_UNITGRAPH_H

#include "base/buf.h"
#include "resolver/unit.h"

void emit_unitgraph(const UnitGraph *g, Buf *out);

/* The package's source as the schema says it: `crates-io`, `path+DIR`, `git+URL?branch=B`, ... */
Str unitgraph_source(Arena *a, const PackageGraph *g, const Package *p);

/* lib, proc-macro, bin, custom-build, example, test, bench. */
const char *unitgraph_kind(const Target *t);

#endif
