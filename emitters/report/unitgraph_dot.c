// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/unitgraph.h"

#include <inttypes.h>

/* Escapes text within double quotes: a backslash would begin an escape of graphviz. */
static void put_escaped(ScreenText *out, Str s)
{
	scoped_buf text = { 0 };
	screen_show(&text, s);
	for (size_t from = 0, i = 0; i <= text.len; i++) {
		const char c = i < text.len ? text.ptr[i] : '\n';
		if (c != '"' && c != '\\' && c != '\n')
			continue;
		screen_add(out, str_sub(buf_str(&text), from, i));
		if (i < text.len)
			screen_add(out, c == '"'    ? STR("\\\"")
			                : c == '\n' ? STR(" ")
			                            : STR("\\\\"));
		from = i + 1;
	}
}

static void put_label(ScreenText *out, const UnitGraph *g, const Unit *u)
{
	const Package *p = &g->packages->packages[u->pkg];
	put_escaped(out, p->name);
	screen_char(out, ' ');
	put_escaped(out, p->version.text);
	screen_printf(out, "\\n%s ", unitgraph_kind(u->target));
	put_escaped(out, u->target->name.plain);
	screen_add(out, STR("\\n"));
	put_escaped(out, unitgraph_platform(g->packages, u->platform));
	screen_add(out, STR(", "));
	screen_add(out, unitgraph_mode(u->mode));
	for (size_t i = 0; i < u->features.count; i++) {
		screen_add(out, i ? STR(" ") : STR("\\n"));
		put_escaped(out, u->features.items[i]);
	}
}

static void put_node(ScreenText *out, const UnitGraph *g, UnitId id)
{
	const Unit *u = &g->units[id];
	screen_printf(out, "\tu%" PRIu32 " [label=\"", id);
	put_label(out, g, u);
	screen_char(out, '"');
	if (u->root)
		screen_add(out, STR(", penwidth=2"));
	if (u->platform == PLATFORM_HOST && g->packages->toolchain->target_count)
		screen_add(out, STR(", style=dashed"));
	screen_add(out, STR("];\n"));
}

static void put_edge(ScreenText *out, const UnitGraph *g, UnitId from, const UnitDep *d)
{
	screen_printf(out, "\tu%" PRIu32 " -> u%" PRIu32, from, d->unit);
	if (!str_eq(d->extern_name.plain, g->units[d->unit].target->crate_name.plain)) {
		screen_add(out, STR(" [label=\""));
		put_escaped(out, d->extern_name.plain);
		screen_add(out, STR("\"]"));
	}
	screen_add(out, STR(";\n"));
}

void emit_unitgraph_dot(const UnitGraph *g, ScreenText *out)
{
	screen_add(out, STR("digraph units {\n\trankdir=LR;\n\tnode [shape=box];\n"));
	for (UnitId i = 0; i < g->count; i++)
		put_node(out, g, i);
	for (UnitId i = 0; i < g->count; i++)
		for (size_t d = 0; d < g->units[i].dep_count; d++)
			put_edge(out, g, i, &g->units[i].deps[d]);
	screen_add(out, STR("}\n"));
}
