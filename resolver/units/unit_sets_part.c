// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/vec.h"
#include "resolver/units/unit_sets.h"

/* Makes sets with only the units that the roots of some platforms need. */

typedef struct SetsPart {
	Arena *arena;
	const UnitSets *all;
	const bool *platforms;
	const UnitId *order; /* the units of `all`, dependencies before their users */
	bool *kept;          /* by unit of `all` */
	UnitId *place;       /* by unit of `all`: the new id of a unit that is kept */
} SetsPart;

static bool is_wanted(const SetsPart *p, const Unit *u)
{
	return u->root && (u->platform == PLATFORM_HOST || p->platforms[u->platform]);
}

/* Marks all units that marked units depend on. */
static void mark_needed(const SetsPart *p, bool *marked)
{
	const UnitGraph *g = p->all->graph;
	for (size_t n = g->count; n-- > 0;) { /* users before their dependencies */
		const Unit *u = &g->units[p->order[n]];
		for (size_t i = 0; marked[p->order[n]] && i < u->dep_count; i++)
			marked[u->deps[i].unit] = true;
	}
}

static UnitDep *moved_deps(const SetsPart *p, const Unit *u)
{
	UnitDep *deps = arena_array(p->arena, UnitDep, u->dep_count + 1);
	for (size_t i = 0; i < u->dep_count; i++) {
		deps[i] = u->deps[i];
		deps[i].unit = p->place[deps[i].unit];
	}
	return deps;
}

static UnitGraph *moved_graph(const SetsPart *p, Lto *lto)
{
	const UnitGraph *from = p->all->graph;
	UnitGraph *g = arena_new(p->arena, UnitGraph);
	UnitId *roots = arena_array(p->arena, UnitId, from->root_count + 1);
	*g = *from;
	g->units = arena_array(p->arena, Unit, from->count + 1);
	g->count = g->root_count = 0;
	for (UnitId i = 0; i < from->count; i++) {
		if (!p->kept[i])
			continue;
		Unit *u = &g->units[g->count];
		*u = from->units[i];
		u->root = is_wanted(p, u);
		lto[g->count] = p->all->lto[i];
		if (u->root)
			roots[g->root_count++] = (UnitId)g->count;
		p->place[i] = (UnitId)g->count++;
	}
	g->roots = roots;
	for (UnitId i = 0; i < from->count; i++)
		if (p->kept[i])
			g->units[p->place[i]].deps = moved_deps(p, &from->units[i]);
	return g;
}

static UnitSet moved_set(const SetsPart *p, const UnitSet *from)
{
	const UnitGraph *g = p->all->graph;
	bool *marked = arena_array(p->arena, bool, g->count + 1);
	bool *has = arena_array(p->arena, bool, g->count + 1);
	UnitId *roots = arena_array(p->arena, UnitId, from->root_count + 1);
	UnitSet out = { roots, 0, has };
	if (!from->has)
		return (UnitSet){ 0 };
	for (size_t i = 0; i < from->root_count; i++) {
		const UnitId id = from->roots[i];
		if (!is_wanted(p, &g->units[id]))
			continue;
		roots[out.root_count++] = p->place[id];
		marked[id] = true;
	}
	mark_needed(p, marked);
	for (UnitId i = 0; i < g->count; i++)
		if (p->kept[i])
			has[p->place[i]] = marked[i];
	return out;
}

const UnitSets *unit_sets_part(Arena *a, const UnitSets *all, const bool *platforms)
{
	const size_t count = all->graph->count + 1;
	SetsPart p = {
		.arena = a,
		.all = all,
		.platforms = platforms,
		.order = unit_graph_order(a, all->graph),
		.kept = arena_array(a, bool, count),
		.place = arena_array(a, UnitId, count),
	};
	UnitSets *out = arena_new(a, UnitSets);
	Lto *lto = arena_array(a, Lto, count);
	for (UnitId i = 0; i < all->graph->count; i++)
		p.kept[i] = is_wanted(&p, &all->graph->units[i]);
	mark_needed(&p, p.kept);
	out->graph = moved_graph(&p, lto);
	out->lto = lto;
	for (UnitSetKind k = SET_BUILD; k < SET_COUNT; k++)
		out->sets[k] = moved_set(&p, &all->sets[k]);
	return out;
}
