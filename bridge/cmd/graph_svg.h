/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * graph_svg.h - a picture of the units, drawn by graphviz's `dot`.
 */
#ifndef L4CARGO_BRIDGE_CMD_GRAPH_SVG_H
#define L4CARGO_BRIDGE_CMD_GRAPH_SVG_H

#include "base/core/buf.h"
#include "bridge/session.h"

/* Appends the SVG of `dot`, a text in graphviz's language. Reports an error and returns false, for
 * example if the program `dot` is missing. */
bool graph_svg(Session *s, Str dot, Buf *out);

#endif
