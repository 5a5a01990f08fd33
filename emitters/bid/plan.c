// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/plan.h"

#include "base/core/map.h"
#include "base/core/reach.h"
#include "base/core/vec.h"
#include "emitters/bid/plan_names.h"

#include <stdlib.h>

typedef VEC(UnitId) UnitList;

typedef struct PlanFolder { /* a package that is being planned */
	Str name;
	UnitId lead; /* its library, or the first program if there is none */
	UnitList scripts, runs, libs, programs;
} PlanFolder;

typedef struct Planner {
	Arena *arena;
	const UnitSets *sets;
	const UnitGraph *graph;
	const bool *target_side; /* by unit: a root needs it, not only a script or macro */
	BidUnit *units;
	PlanNames names;
	const Map *in_parts; /* the argument of plan_make_in_parts */
	Map folders;         /* names that are used */
	Map parts;           /* folder and part: those that are used */
	VEC(BidPackage) out;
} Planner;

typedef struct Group { /* the units of a package that have no folder yet */
	PkgId pkg;
	UnitList libs, runs, scripts, programs;
	VEC(PlanFolder) folders;
} Group;

static void mark_target_side(Planner *p)
{
	Reach r = reach_new(p->arena, p->graph->count);
	for (size_t i = 0; i < p->graph->root_count; i++)
		reach_add(&r, p->graph->roots[i]);
	for (UnitId id; reach_next(&r, &id);) {
		const Unit *u = &p->graph->units[id];
		for (size_t i = 0; !target_is_for_host(u->target) && i < u->dep_count; i++)
			if (!target_is_for_host(p->graph->units[u->deps[i].unit].target))
				reach_add(&r, u->deps[i].unit);
	}
	p->target_side = r.seen;
}

static bool depends_on(const UnitGraph *g, UnitId user, UnitId used)
{
	const Unit *u = &g->units[user];
	for (size_t i = 0; i < u->dep_count; i++)
		if (u->deps[i].unit == used)
			return true;
	return false;
}

/* The unit's dependency in its own package with that mode and kind; UINT32_MAX if there is none. */
static UnitId own_dep(const Planner *p, UnitId id, UnitMode mode, TargetKind kind)
{
	const Unit *u = &p->graph->units[id];
	for (size_t i = 0; i < u->dep_count; i++) {
		const Unit *d = &p->graph->units[u->deps[i].unit];
		if (d->pkg == u->pkg && d->mode == mode && d->target->kind == kind)
			return u->deps[i].unit;
	}
	return UINT32_MAX;
}

static UnitId run_of(const Planner *p, UnitId id)
{
	return own_dep(p, id, MODE_RUN_CUSTOM_BUILD, TARGET_CUSTOM_BUILD);
}

static Str free_folder(Planner *p, Str base, bool host)
{
	const char *suffix = host ? "-host" : "";
	Str name = arena_printf(p->arena, STR_FMT "%s", STR_ARG(base), suffix);
	for (unsigned n = 2; map_get(&p->folders, name) != MAP_NONE; n++)
		name = arena_printf(p->arena, STR_FMT "%s-%u", STR_ARG(base), suffix, n);
	map_put(&p->folders, name, 1);
	return name;
}

/* Moves the dependencies of `lead` from `from` to `to`. */
static void move_needed(Planner *p, UnitList *from, UnitId lead, UnitList *to)
{
	size_t kept = 0;
	for (size_t i = 0; i < from->count; i++)
		if (depends_on(p->graph, lead, from->items[i]))
			*vec_push(p->arena, to, UnitId) = from->items[i];
		else
			from->items[kept++] = from->items[i];
	from->count = kept;
}

static Str part_key(Planner *p, const PlanFolder *f, UnitId id)
{
	return arena_printf(p->arena, STR_FMT "/" STR_FMT, STR_ARG(f->name),
	                    STR_ARG(plan_part_name(p->sets, p->arena, id)));
}

/* Puts the unit into the folder, with the run that it needs and the script of that run, unless they
 * have a folder already. */
static void put_into(Planner *p, Group *g, PlanFolder *f, UnitId id)
{
	const size_t before = f->runs.count;
	map_put(&p->parts, part_key(p, f, id), id);
	move_needed(p, &g->runs, id, &f->runs);
	for (size_t i = before; i < f->runs.count; i++)
		move_needed(p, &g->scripts, f->runs.items[i], &f->scripts);
	*vec_push(p->arena, plan_is_library(&p->graph->units[id]) ? &f->libs : &f->programs,
	          UnitId) = id;
}

static void new_folder(Planner *p, Group *g, UnitId lead, bool host)
{
	const Package *k = &p->graph->packages->packages[g->pkg];
	const Str base = arena_printf(p->arena, STR_FMT "-" STR_FMT, STR_ARG(k->name),
	                              STR_ARG(k->version.text));
	PlanFolder *f = vec_push(p->arena, &g->folders, PlanFolder);
	*f = (PlanFolder){ .name = free_folder(p, base, host), .lead = lead };
	put_into(p, g, f, lead);
}

/* Units that `make` builds come first, and so have the plain name; then those that only tests need;
 * then those of the host. */
static int rank_of(const Planner *p, UnitId id)
{
	if (!p->target_side[id])
		return 2;
	return unit_set_has(p->sets, SET_BUILD, id) ? 0 : 1;
}

static void place_libraries(Planner *p, Group *g)
{
	bool first_on_target = false;
	for (int rank = 0; rank < 3; rank++)
		for (size_t i = 0; i < g->libs.count; i++) {
			if (rank_of(p, g->libs.items[i]) != rank)
				continue;
			first_on_target |= rank < 2;
			new_folder(p, g, g->libs.items[i], rank == 2 && first_on_target);
		}
}

/* A test, or an example that is built only together with tests. */
static bool is_for_tests(const Planner *p, UnitId id)
{
	const Unit *u = &p->graph->units[id];
	return u->mode == MODE_TEST || u->mode == MODE_DOCTEST ||
	       (u->root && !unit_set_has(p->sets, SET_BUILD, id));
}

/* Returns whether the program may be in that folder. A program belongs to the folder of the library
 * that it uses; one for tests may be in any folder where its name is free. */
static bool program_fits(Planner *p, const Group *g, const PlanFolder *f, UnitId id)
{
	const Unit *u = &p->graph->units[id];
	if (map_get(&p->parts, part_key(p, f, id)) != MAP_NONE)
		return false;
	const UnitId run = run_of(p, id);
	for (size_t i = 0; f->runs.count && i < g->runs.count; i++)
		if (g->runs.items[i] == run) /* without a folder, and this one has another run */
			return false;
	if (is_for_tests(p, id))
		return true;
	const UnitId lib = own_dep(p, id, MODE_BUILD, TARGET_LIB);
	if (lib != UINT32_MAX)
		return f->lead == lib;
	return run == run_of(p, f->lead) && u->platform == p->graph->units[f->lead].platform;
}

static void place_program(Planner *p, Group *g, UnitId id)
{
	for (size_t i = 0; i < g->folders.count; i++)
		if (program_fits(p, g, &g->folders.items[i], id)) {
			put_into(p, g, &g->folders.items[i], id);
			return;
		}
	new_folder(p, g, id, false);
}

static void place_programs(Planner *p, Group *g)
{
	for (int others = 0; others < 2; others++)
		for (size_t i = 0; i < g->programs.count; i++) {
			const UnitId id = g->programs.items[i];
			if (unit_set_has(p->sets, SET_BUILD, id) == !others)
				place_program(p, g, id);
		}
}

static void finish_folder(Planner *p, PkgId pkg, const PlanFolder *f)
{
	const UnitList *const lists[] = { &f->scripts, &f->runs, &f->libs, &f->programs };
	UnitList all = { 0 };
	const bool elsewhere = p->in_parts && map_get(p->in_parts, f->name) != MAP_NONE;
	for (size_t l = 0; l < COUNT_OF(lists); l++)
		for (size_t i = 0; i < lists[l]->count; i++)
			*vec_push(p->arena, &all, UnitId) = lists[l]->items[i];
	for (size_t i = 0; i < all.count; i++) {
		BidUnit *b = &p->units[all.items[i]];
		b->folder = b->name = f->name;
		if (all.count > 1 || elsewhere) {
			b->part = plan_part_name(p->sets, p->arena, all.items[i]);
			b->name = arena_printf(p->arena, STR_FMT "/" STR_FMT, STR_ARG(f->name),
			                       STR_ARG(b->part));
		}
	}
	*vec_push(p->arena, &p->out, BidPackage) =
		(BidPackage){ pkg, f->name, all.items, all.count };
}

static void plan_group(Planner *p, Group *g)
{
	place_libraries(p, g);
	place_programs(p, g);
	for (size_t i = 0; i < g->folders.count; i++)
		finish_folder(p, g->pkg, &g->folders.items[i]);
}

static bool sort_unit(Planner *p, Diag *diag, Group *g, UnitId id)
{
	const Unit *u = &p->graph->units[id];
	UnitList *list = u->mode == MODE_RUN_CUSTOM_BUILD         ? &g->runs
	                 : u->target->kind == TARGET_CUSTOM_BUILD ? &g->scripts
	                 : plan_is_library(u)                     ? &g->libs
	                                                          : &g->programs;
	if (u->mode == MODE_CHECK || u->mode == MODE_CHECK_TEST) {
		diag_error(diag, NO_SPAN,
		           "`" STR_FMT
		           "` is only checked, not built: there are no packages for that",
		           STR_ARG(u->target->name.plain));
		return diag_help(diag, "use `--mode build`");
	}
	*vec_push(p->arena, list, UnitId) = id;
	return true;
}

static bool collect_packages(Planner *p, Diag *diag)
{
	const UnitGraph *g = p->graph;
	for (UnitId i = 0; i < g->count;) { /* units are sorted by package */
		Group group = { .pkg = g->units[i].pkg };
		for (; i < g->count && g->units[i].pkg == group.pkg; i++)
			if (!sort_unit(p, diag, &group, i))
				return false;
		plan_group(p, &group);
	}
	return true;
}

static int by_folder(const void *a, const void *b)
{
	return str_compare(((const BidPackage *)a)->folder, ((const BidPackage *)b)->folder);
}

/* Units that `make` builds have the plain file names. */
static void name_units(Planner *p)
{
	for (int rank = 0; rank < 3; rank++)
		for (UnitId i = 0; i < p->graph->count; i++)
			if (rank_of(p, i) == rank)
				plan_name_unit(&p->names, i);
}

const BidPlan *plan_make(Arena *a, Diag *diag, const UnitSets *sets, Str scope)
{
	return plan_make_in_parts(a, diag, sets, scope, NULL);
}

const BidPlan *plan_make_in_parts(Arena *a, Diag *diag, const UnitSets *sets, Str scope,
                                  const Map *in_parts)
{
	const UnitGraph *g = sets->graph;
	Planner p = {
		.arena = a,
		.sets = sets,
		.graph = g,
		.in_parts = in_parts,
		.units = arena_array(a, BidUnit, g->count),
	};
	BidPlan *plan = arena_new(a, BidPlan);
	map_init(&p.folders, a, g->count);
	map_init(&p.parts, a, g->count);
	p.names = (PlanNames){ a, diag, sets, scope, p.units, { 0 }, { 0 } };
	plan_names_init(&p.names);
	mark_target_side(&p);
	if (!collect_packages(&p, diag))
		return NULL;
	const unsigned errors = diag->errors;
	name_units(&p);
	if (diag->errors != errors)
		return NULL;
	if (p.out.count)
		qsort(p.out.items, p.out.count, sizeof(BidPackage), by_folder);
	*plan = (BidPlan){ sets, g, p.units, p.out.items, p.out.count, scope };
	return plan;
}
