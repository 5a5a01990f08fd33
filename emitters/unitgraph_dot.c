// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/unitgraph.h"

#include <inttypes.h>

/* Within double quotes: a backslash would begin one of graphviz's escapes. */
static void put_escaped(Buf *out, Str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '"' || s.ptr[i] == '\\')
			buf_char(out, '\\');
		buf_char(out, s.ptr[i] == '\n' ? ' ' : s.ptr[i]);
	}
}

static void put_label(Buf *out, const UnitGraph *g, const Unit *u)
{
	const Package *p = &g->packages->packages[u->pkg];
	put_escaped(out, p->name);
	buf_char(out, ' ');
	put_escaped(out, p->version.text);
	buf_printf(out, "\\n%s ", unitgraph_kind(u->target));
	put_escaped(out, u->target->name.plain);
	buf_add(out, STR("\\n"));
	put_escaped(out, unitgraph_platform(g->packages, u->platform));
	buf_add(out, STR(", "));
	buf_add(out, unitgraph_mode(u->mode));
	for (size_t i = 0; i < u->features.count; i++) {
		buf_add(out, i ? STR(" ") : STR("\\n"));
		put_escaped(out, u->features.items[i]);
	}
}

static void put_node(Buf *out, const UnitGraph *g, UnitId id)
{
	const Unit *u = &g->units[id];
	buf_printf(out, "\tu%" PRIu32 " [label=\"", id);
	put_label(out, g, u);
	buf_char(out, '"');
	if (u->root)
		buf_add(out, STR(", penwidth=2"));
	if (u->platform == PLATFORM_HOST && g->packages->toolchain->target_count)
		buf_add(out, STR(", style=dashed"));
	buf_add(out, STR("];\n"));
}

static void put_edge(Buf *out, const UnitGraph *g, UnitId from, const UnitDep *d)
{
	buf_printf(out, "\tu%" PRIu32 " -> u%" PRIu32, from, d->unit);
	if (!str_eq(d->extern_name.plain, g->units[d->unit].target->crate_name.plain)) {
		buf_add(out, STR(" [label=\""));
		put_escaped(out, d->extern_name.plain);
		buf_add(out, STR("\"]"));
	}
	buf_add(out, STR(";\n"));
}

void emit_unitgraph_dot(const UnitGraph *g, Buf *out)
{
	buf_add(out, STR("digraph units {\n\trankdir=LR;\n\tnode [shape=box];\n"));
	for (UnitId i = 0; i < g->count; i++)
		put_node(out, g, i);
	for (UnitId i = 0; i < g->count; i++)
		for (size_t d = 0; d < g->units[i].dep_count; d++)
			put_edge(out, g, i, &g->units[i].deps[d]);
	buf_add(out, STR("}\n"));
}
