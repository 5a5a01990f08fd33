/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * graph_svg.h - a picture of the units, drawn by graphviz's `dot`.
 */
#ifndef L4CARGO_BRIDGE_CMD_GRAPH_SVG_H
#define L4CARGO_BRIDGE_CMD_GRAPH_SVG_H

#include "base/core/buf.h"
#include "bridge/session.h"

/* Appends the SVG of a text in graphviz's language. False after an error: there is no `dot`. */
bool graph_svg(Session *s, Str dot, Buf *out);

#endif
