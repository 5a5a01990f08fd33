// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/unitgraph.h"

typedef struct TextLevel { /* a unit whose dependencies are being written */
	UnitId unit;
	size_t next;
} TextLevel;

typedef struct TextWriter {
	const UnitGraph *graph;
	ScreenText *out;
	bool *shown;
	TextLevel *stack; /* a unit opens a level once at most */
	size_t depth;
} TextWriter;

static bool unit_level_continues(const TextWriter *w, const TextLevel *l)
{
	return l->next < w->graph->units[l->unit].dep_count;
}

static void put_branches(const TextWriter *w)
{
	for (size_t i = 0; i < w->depth; i++) {
		const bool more = unit_level_continues(w, &w->stack[i]);
		if (i + 1 < w->depth)
			screen_add(w->out, more ? STR("│   ") : STR("    "));
		else
			screen_add(w->out, more ? STR("├── ") : STR("└── "));
	}
}

static void put_unit(const TextWriter *w, const Unit *u)
{
	const Package *p = &w->graph->packages->packages[u->pkg];
	const Str mode = unitgraph_mode(u->mode);
	screen_printf(w->out, STR_FMT " v" STR_FMT " %s", STR_ARG(p->name),
	              STR_ARG(p->version.text), unitgraph_kind(u->target));
	if (u->target->kind != TARGET_LIB && u->target->kind != TARGET_CUSTOM_BUILD)
		screen_printf(w->out, " `" STR_FMT "`", STR_ARG(u->target->name.plain));
	const Str platform = unitgraph_platform(w->graph->packages, u->platform);
	screen_printf(w->out, " (" STR_FMT ", " STR_FMT ")", STR_ARG(platform), STR_ARG(mode));
	for (size_t i = 0; i < u->features.count; i++)
		screen_printf(w->out, "%s" STR_FMT, i ? "," : " ", STR_ARG(u->features.items[i]));
}

static void put_line(TextWriter *w, UnitId id)
{
	const Unit *u = &w->graph->units[id];
	put_branches(w);
	put_unit(w, u);
	screen_add(w->out, w->shown[id] && u->dep_count ? STR(" (*)\n") : STR("\n"));
	if (!w->shown[id])
		w->stack[w->depth++] = (TextLevel){ id, 0 };
	w->shown[id] = true;
}

void emit_unitgraph_text(const UnitGraph *g, ScreenText *out)
{
	scoped_arena scratch = { 0 };
	TextWriter w = { .graph = g, .out = out };
	w.shown = arena_array(&scratch, bool, g->count + 1);
	w.stack = arena_array(&scratch, TextLevel, g->count + 1);
	for (size_t i = 0; i < g->root_count; i++) {
		if (i)
			screen_char(out, '\n');
		put_line(&w, g->roots[i]);
		while (w.depth) {
			TextLevel *top = &w.stack[w.depth - 1];
			if (unit_level_continues(&w, top))
				put_line(&w, g->units[top->unit].deps[top->next++].unit);
			else
				w.depth--;
		}
	}
}
