// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/unit_sets.h"

#include "base/core/buf.h"
#include "base/core/depth_walk.h"
#include "resolver/units/units_internal.h"

#include <assert.h>
#include <stdlib.h>

typedef struct UnionUnit { /* a unit of the union, before sorting */
	Unit unit;         /* its dependencies are indexes of Union.out */
	Lto lto;
} UnionUnit;

typedef struct Union {
	Arena *arena;
	const PackageGraph *packages;
	VEC(UnionUnit) out;
	Map known; /* from a text of all fields that tell units apart to an index of `out` */
	VEC(Profile) profiles;
	uint32_t *now[SET_COUNT]; /* by unit of that graph: its index in `out` */
} Union;

UnitId *unit_graph_order(Arena *a, const UnitGraph *g)
{
	scoped_arena scratch = { 0 };
	UnitId *order = arena_array(a, UnitId, g->count);
	DepthWalk w = depth_walk_new(&scratch, g->count);
	size_t done = 0;
	for (UnitId root = 0; root < g->count; root++) {
		depth_walk_enter(&w, root);
		for (DepthStep *at; (at = depth_walk_top(&w));) {
			const Unit *u = &g->units[at->node];
			if (at->next < u->dep_count) {
				depth_walk_enter(&w, u->deps[at->next++].unit);
			} else {
				order[done++] = at->node;
				depth_walk_leave(&w);
			}
		}
	}
	return order;
}

static Str package_key(Arena *a, const Package *p)
{
	return arena_printf(a, STR_FMT "\n" STR_FMT "\n%d\n" STR_FMT "\n" STR_FMT, STR_ARG(p->name),
	                    STR_ARG(p->version.text), p->is_path, STR_ARG(p->folder),
	                    STR_ARG(p->checksum));
}

/* Returns the id in the union of each package of `from`. */
static PkgId *map_packages(const Union *u, Arena *a, const PackageGraph *from)
{
	Map by_key;
	PkgId *out = arena_array(a, PkgId, from->count);
	map_init(&by_key, a, u->packages->count);
	for (PkgId i = 0; i < u->packages->count; i++)
		map_put(&by_key, package_key(a, &u->packages->packages[i]), i);
	for (PkgId i = 0; i < from->count; i++)
		out[i] = map_get(&by_key, package_key(a, &from->packages[i]));
	return out;
}

static uint32_t profile_index(Union *u, const Profile *p)
{
	for (uint32_t i = 0; i < u->profiles.count; i++)
		if (profile_compare(&u->profiles.items[i], p) == 0 &&
		    u->profiles.items[i].release_root == p->release_root)
			return i;
	*vec_push(u->arena, &u->profiles, Profile) = *p;
	return (uint32_t)(u->profiles.count - 1);
}

static uint32_t intern_union_unit(Union *u, const UnionUnit *m)
{
	const Unit *x = &m->unit;
	scoped_buf key = { 0 };
	buf_printf(&key, "%u %td %d %d %u %d " STR_FMT "\n", x->pkg,
	           x->target - u->packages->packages[x->pkg].manifest->targets, (int)x->mode,
	           x->platform, profile_index(u, &x->profile), (int)m->lto.kind,
	           STR_ARG(m->lto.name));
	for (size_t i = 0; i < x->features.count; i++)
		buf_printf(&key, STR_FMT "\n", STR_ARG(x->features.items[i]));
	for (size_t i = 0; i < x->dep_count; i++)
		buf_printf(&key, "%u " STR_FMT "\n", x->deps[i].unit,
		           STR_ARG(x->deps[i].extern_name.plain));
	const uint32_t known = map_get(&u->known, buf_str(&key));
	if (known != MAP_NONE)
		return known;
	const uint32_t id = (uint32_t)u->out.count;
	*vec_push(u->arena, &u->out, UnionUnit) = *m;
	map_put(&u->known, arena_str(u->arena, buf_str(&key)), id);
	return id;
}

static UnitDep *map_deps(const Union *u, const Unit *from, const uint32_t *now)
{
	UnitDep *deps = arena_array(u->arena, UnitDep, from->dep_count);
	for (size_t i = 0; i < from->dep_count; i++) {
		deps[i] = from->deps[i];
		deps[i].unit = now[from->deps[i].unit];
	}
	return deps;
}

static void add_graph(Union *u, const UnitGraph *g, uint32_t **now)
{
	scoped_arena scratch = { 0 };
	const PkgId *packages = map_packages(u, &scratch, g->packages);
	const UnitId *order = unit_graph_order(&scratch, g);
	const Lto *lto = lto_of_units(&scratch, g);
	*now = arena_array(u->arena, uint32_t, g->count);
	for (size_t i = 0; i < g->count; i++) {
		const Unit *from = &g->units[order[i]];
		const Manifest *old = g->packages->packages[from->pkg].manifest;
		UnionUnit m = { .unit = *from, .lto = lto[order[i]] };
		m.unit.pkg = packages[from->pkg];
		m.unit.target = &u->packages->packages[m.unit.pkg]
		                         .manifest->targets[from->target - old->targets];
		m.unit.deps = map_deps(u, from, *now);
		(*now)[order[i]] = intern_union_unit(u, &m);
		u->out.items[(*now)[order[i]]].unit.root |= from->root;
	}
}

static int by_unit_order(const void *a, const void *b, void *all)
{
	const Union *u = all;
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	const int order = unit_compare(&u->out.items[x].unit, &u->out.items[y].unit);
	return order ? order : (x > y) - (x < y);
}

/* Sorts the units in Cargo's order. Sets `place` to the new id of each unit of `out`. */
static UnitGraph *sort_units(Union *u, uint32_t *place, Lto *lto)
{
	scoped_arena scratch = { 0 };
	uint32_t *order = arena_array(&scratch, uint32_t, u->out.count);
	UnitGraph *g = arena_new(u->arena, UnitGraph);
	g->units = arena_array(u->arena, Unit, u->out.count);
	g->count = u->out.count;
	for (uint32_t i = 0; i < u->out.count; i++)
		order[i] = i;
	if (u->out.count)
		qsort_r(order, u->out.count, sizeof(*order), by_unit_order, u);
	for (uint32_t i = 0; i < u->out.count; i++)
		place[order[i]] = i;
	for (uint32_t i = 0; i < u->out.count; i++) {
		const UnionUnit *m = &u->out.items[i];
		UnitDep *deps = map_deps(u, &m->unit, place);
		if (m->unit.dep_count)
			qsort(deps, m->unit.dep_count, sizeof(UnitDep), unit_compare_deps);
		g->units[place[i]] = m->unit;
		g->units[place[i]].deps = deps;
		lto[place[i]] = m->lto;
	}
	return g;
}

static int by_id(const void *a, const void *b)
{
	const UnitId x = *(const UnitId *)a, y = *(const UnitId *)b;
	return (x > y) - (x < y);
}

static UnitSet set_of(const Union *u, const UnitGraph *g, const uint32_t *now,
                      const uint32_t *place)
{
	UnitId *roots = arena_array(u->arena, UnitId, g->root_count + 1);
	bool *has = arena_array(u->arena, bool, u->out.count + 1);
	for (size_t i = 0; i < g->root_count; i++)
		roots[i] = place[now[g->roots[i]]];
	if (g->root_count)
		qsort(roots, g->root_count, sizeof(UnitId), by_id);
	for (UnitId i = 0; i < g->count; i++)
		has[place[now[i]]] = true;
	return (UnitSet){ roots, g->root_count, has };
}

static void list_roots(Arena *a, UnitGraph *g)
{
	UnitId *roots = arena_array(a, UnitId, g->count + 1);
	for (UnitId i = 0; i < g->count; i++)
		if (g->units[i].root)
			roots[g->root_count++] = i;
	g->roots = roots;
}

const UnitSets *unit_sets_unite(Arena *a, const UnitGraph *const graphs[SET_COUNT])
{
	UnitSets *out = arena_new(a, UnitSets);
	const UnitGraph *last = NULL;
	for (size_t i = 0; i < SET_COUNT; i++)
		last = graphs[i] ? graphs[i] : last;
	assert(last);
	Union u = { .arena = a, .packages = last->packages };
	map_init(&u.known, a, 2 * last->count);
	for (size_t i = 0; i < SET_COUNT; i++)
		if (graphs[i])
			add_graph(&u, graphs[i], &u.now[i]);
	uint32_t *place = arena_array(a, uint32_t, u.out.count + 1);
	Lto *lto = arena_array(a, Lto, u.out.count + 1);
	UnitGraph *g = sort_units(&u, place, lto);
	g->packages = last->packages;
	g->features = last->features;
	g->profiles = last->profiles;
	list_roots(a, g);
	out->graph = g;
	out->lto = lto;
	for (size_t i = 0; i < SET_COUNT; i++)
		if (graphs[i])
			out->sets[i] = set_of(&u, graphs[i], u.now[i], place);
	return out;
}
