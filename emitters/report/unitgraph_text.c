// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/unitgraph.h"

#include "base/core/depth_walk.h"

typedef struct TextWriter {
	const UnitGraph *graph;
	ScreenText *out;
	DepthWalk walk; /* of the units; does not enter one that was shown */
} TextWriter;

static bool has_more(const TextWriter *w, const DepthStep *s)
{
	return s->next < w->graph->units[s->node].dep_count;
}

static void put_branches(const TextWriter *w)
{
	for (size_t i = 0; i < w->walk.depth; i++) {
		const bool more = has_more(w, &w->walk.path[i]);
		if (i + 1 < w->walk.depth)
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
	const bool again = depth_walk_enter(&w->walk, id) != DEPTH_NEW;
	screen_add(w->out, again && u->dep_count ? STR(" (*)\n") : STR("\n"));
}

void emit_unitgraph_text(const UnitGraph *g, ScreenText *out)
{
	scoped_arena scratch = { 0 };
	TextWriter w = { .graph = g, .out = out, .walk = depth_walk_new(&scratch, g->count) };
	for (size_t i = 0; i < g->root_count; i++) {
		if (i)
			screen_char(out, '\n');
		put_line(&w, g->roots[i]);
		for (DepthStep *at; (at = depth_walk_top(&w.walk));) {
			if (has_more(&w, at))
				put_line(&w, g->units[at->node].deps[at->next++].unit);
			else
				depth_walk_leave(&w.walk);
		}
	}
}
