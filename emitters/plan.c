// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/plan.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"

#include <stdlib.h>

typedef struct Planner {
	Arena *arena;
	const UnitGraph *graph;
	Str scope;
	bool *target_side; /* by unit: reached from a root other than through scripts and macros */
	BidUnit *units;
	Map folders; /* names that are taken */
	Map files;   /* file names of libraries that are taken, by platform */
	VEC(BidPackage) out;
} Planner;

typedef VEC(UnitId) UnitList;

typedef struct Group { /* a package's units while it is planned */
	PkgId pkg;
	UnitList libs, runs, scripts, bins;
} Group;

static bool is_for_host(const Unit *u)
{
	return u->target->proc_macro || u->target->kind == TARGET_CUSTOM_BUILD;
}

static void mark_target_side(Planner *p)
{
	UnitList open = { 0 };
	for (size_t i = 0; i < p->graph->root_count; i++)
		*vec_push(p->arena, &open, UnitId) = p->graph->roots[i];
	while (open.count) {
		const UnitId id = open.items[--open.count];
		const Unit *u = &p->graph->units[id];
		if (p->target_side[id])
			continue;
		p->target_side[id] = true;
		for (size_t i = 0; !is_for_host(u) && i < u->dep_count; i++)
			if (!is_for_host(&p->graph->units[u->deps[i].unit]))
				*vec_push(p->arena, &open, UnitId) = u->deps[i].unit;
	}
}

static bool depends_on(const UnitGraph *g, UnitId user, UnitId used)
{
	const Unit *u = &g->units[user];
	for (size_t i = 0; i < u->dep_count; i++)
		if (u->deps[i].unit == used)
			return true;
	return false;
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

static Str part_name(const Planner *p, const Unit *u)
{
	if (u->mode == MODE_RUN_CUSTOM_BUILD)
		return STR("run");
	if (u->target->kind == TARGET_CUSTOM_BUILD)
		return STR("build");
	if (u->target->kind == TARGET_LIB)
		return STR("lib");
	return arena_printf(p->arena, "%s-" STR_FMT,
	                    u->target->kind == TARGET_BIN ? "bin" : "example",
	                    STR_ARG(u->target->name));
}

/* What stands behind the crate's name: `-<version>[-<variant>]`, or all of the folder if that is
 * taken. */
static Str file_suffix(Planner *p, const Unit *u, Str folder)
{
	const Package *k = &p->graph->packages->packages[u->pkg];
	const Str tail = str_sub(folder, k->name.len, folder.len);
	const Str key = arena_printf(p->arena, "%d/" STR_FMT STR_FMT, u->platform,
	                             STR_ARG(u->target->crate_name), STR_ARG(tail));
	if (map_put(&p->files, key, u->pkg) == u->pkg)
		return tail;
	return arena_printf(p->arena, "-" STR_FMT, STR_ARG(folder));
}

typedef struct FileType {
	Str crate_type, ending;
	bool plain; /* of path packages without version, as Cargo names it */
} FileType;

static const FileType file_types[] = {
	{ STR_INIT("lib"), STR_INIT("rlib"), false },
	{ STR_INIT("rlib"), STR_INIT("rlib"), false },
	{ STR_INIT("dylib"), STR_INIT("so"), true },
	{ STR_INIT("cdylib"), STR_INIT("so"), true },
	{ STR_INIT("staticlib"), STR_INIT("a"), true },
	{ STR_INIT("proc-macro"), STR_INIT("so"), false },
};

static const FileType *file_type(Str crate_type)
{
	for (size_t i = 0; i < COUNT_OF(file_types); i++)
		if (str_eq(file_types[i].crate_type, crate_type))
			return &file_types[i];
	return NULL;
}

static Str library_target(Planner *p, const Unit *u, Str folder)
{
	const StrList types = u->target->crate_types;
	bool plain = false;
	for (size_t i = 0; i < types.count; i++) {
		const FileType *t = file_type(types.items[i]);
		plain |= t && t->plain && p->graph->packages->packages[u->pkg].is_path;
	}
	const Str suffix = plain ? STR("") : file_suffix(p, u, folder);
	scoped_buf text = { 0 };
	for (size_t e = 0; e < COUNT_OF(file_types);
	     e++) /* rlib first: it is what others wait for */
		for (size_t i = 0; i < types.count; i++) {
			if (!str_eq(types.items[i], file_types[e].crate_type))
				continue;
			const Str file =
				arena_printf(p->arena, "lib" STR_FMT STR_FMT "." STR_FMT,
			                     STR_ARG(u->target->crate_name), STR_ARG(suffix),
			                     STR_ARG(file_types[e].ending));
			if (!str_contains(buf_str(&text), file))
				buf_printf(&text, "%s" STR_FMT, text.len ? " " : "", STR_ARG(file));
		}
	return arena_str(p->arena, buf_str(&text));
}

static bool is_pure(const Unit *u)
{
	for (size_t i = 0; i < u->target->crate_types.count; i++)
		if (!str_eq(u->target->crate_types.items[i], STR("lib")) &&
		    !str_eq(u->target->crate_types.items[i], STR("rlib")))
			return false;
	return u->target->crate_types.count > 0;
}

static Str platform_folder(const Planner *p, const Unit *u)
{
	const Toolchain *t = p->graph->packages->toolchain;
	if (u->platform < 0)
		return STR("");
	return arena_printf(p->arena, "/" STR_FMT, STR_ARG(t->targets[u->platform].triple));
}

Str plan_pc_name(Arena *a, Str scope, Str folder)
{
	return arena_printf(a, "rs-" STR_FMT "%s" STR_FMT, STR_ARG(scope), scope.len ? "." : "",
	                    STR_ARG(folder));
}

bool plan_is_for_l4re(const UnitGraph *g, const Unit *u)
{
	const Toolchain *t = g->packages->toolchain;
	return u->platform != PLATFORM_HOST && u->mode == MODE_BUILD &&
	       str_contains(t->targets[u->platform].triple, STR("-l4re-"));
}

/* A static library is found by C programs under its own name. */
static Str provided_names(const Planner *p, const Unit *u)
{
	for (size_t i = 0; i < u->target->crate_types.count; i++)
		if (str_eq(u->target->crate_types.items[i], STR("staticlib")))
			return arena_printf(p->arena, "lib" STR_FMT,
			                    STR_ARG(u->target->crate_name));
	return STR("");
}

static void name_program(const Planner *p, const Unit *u, Str place, BidUnit *b)
{
	b->target = u->target->name;
	b->linked = p->scope.len && plan_is_for_l4re(p->graph, u);
	b->output = b->linked ? arena_printf(p->arena, "$B/" STR_FMT "/" STR_FMT ".rs.o",
	                                     STR_ARG(b->name), STR_ARG(b->target))
	                      : arena_printf(p->arena, "$B" STR_FMT "/bin/" STR_FMT, STR_ARG(place),
	                                     STR_ARG(b->target));
}

static void name_outputs(Planner *p, const Unit *u, BidUnit *b)
{
	Arena *a = p->arena;
	const Str place = platform_folder(p, u);
	if (u->mode == MODE_RUN_CUSTOM_BUILD) {
		b->output = arena_printf(a, "$B/" STR_FMT "/result", STR_ARG(b->name));
	} else if (u->target->kind == TARGET_LIB) {
		b->pc = plan_pc_name(a, p->scope, b->folder);
		if (p->scope.len && plan_is_for_l4re(p->graph, u))
			b->provides = provided_names(p, u);
		b->target = library_target(p, u, b->folder);
		b->pure = is_pure(u);
		Str first, rest;
		str_cut(b->target, ' ', &first, &rest);
		b->output = place.len ? arena_printf(a, "$B" STR_FMT "/deps/" STR_FMT,
		                                     STR_ARG(place), STR_ARG(first))
		                      : arena_printf(a, "$D/" STR_FMT, STR_ARG(first));
	} else if (u->target->kind == TARGET_CUSTOM_BUILD) {
		b->target = STR("build-script-build"); /* whatever `build =` names */
		b->output = arena_printf(a, "$B/" STR_FMT "/" STR_FMT, STR_ARG(b->name),
		                         STR_ARG(b->target));
	} else {
		name_program(p, u, place, b);
	}
}

static void add_package(Planner *p, PkgId pkg, const UnitList *members, Str folder)
{
	for (size_t i = 0; i < members->count; i++) {
		const Unit *u = &p->graph->units[members->items[i]];
		BidUnit *b = &p->units[members->items[i]];
		b->folder = folder;
		b->part = members->count > 1 ? part_name(p, u) : STR("");
		b->name = b->part.len ? arena_printf(p->arena, STR_FMT "/" STR_FMT, STR_ARG(folder),
		                                     STR_ARG(b->part))
		                      : folder;
		name_outputs(p, u, b);
	}
	*vec_push(p->arena, &p->out, BidPackage) =
		(BidPackage){ pkg, folder, members->items, members->count };
}

/* Moves from `from` to `to` what `lead` depends on. */
static void take(Planner *p, UnitList *from, UnitId lead, UnitList *to)
{
	size_t kept = 0;
	for (size_t i = 0; i < from->count; i++)
		if (depends_on(p->graph, lead, from->items[i]))
			*vec_push(p->arena, to, UnitId) = from->items[i];
		else
			from->items[kept++] = from->items[i];
	from->count = kept;
}

static UnitId run_of(const Planner *p, UnitId id)
{
	const Unit *u = &p->graph->units[id];
	for (size_t i = 0; i < u->dep_count; i++) {
		const Unit *d = &p->graph->units[u->deps[i].unit];
		if (d->mode == MODE_RUN_CUSTOM_BUILD && d->pkg == u->pkg)
			return u->deps[i].unit;
	}
	return UINT32_MAX;
}

/* A folder with `lead`, the run that it needs and the script that is run, and the programs with the
 * same run. */
static void plan_folder(Planner *p, Group *g, UnitId lead, bool with_bins, bool host)
{
	const Package *k = &p->graph->packages->packages[g->pkg];
	UnitList runs = { 0 }, members = { 0 };
	take(p, &g->runs, lead, &runs);
	for (size_t i = 0; i < runs.count; i++)
		take(p, &g->scripts, runs.items[i], &members);
	for (size_t i = 0; i < runs.count; i++)
		*vec_push(p->arena, &members, UnitId) = runs.items[i];
	*vec_push(p->arena, &members, UnitId) = lead;
	size_t kept = 0;
	for (size_t i = 0; i < g->bins.count; i++)
		if (with_bins && run_of(p, g->bins.items[i]) == run_of(p, lead))
			*vec_push(p->arena, &members, UnitId) = g->bins.items[i];
		else
			g->bins.items[kept++] = g->bins.items[i];
	g->bins.count = kept;
	const Str base = arena_printf(p->arena, STR_FMT "-" STR_FMT, STR_ARG(k->name),
	                              STR_ARG(k->version.text));
	add_package(p, g->pkg, &members, free_folder(p, base, host));
}

/* Those of the target's side first: they get the plain name. */
static void plan_group(Planner *p, Group *g)
{
	bool first_on_target = false;
	for (int host = 0; host < 2; host++)
		for (size_t i = 0; i < g->libs.count; i++) {
			const UnitId lib = g->libs.items[i];
			if (p->target_side[lib] == (host == 1))
				continue;
			first_on_target |= !host;
			plan_folder(p, g, lib, true, host && first_on_target);
		}
	while (g->bins.count) {
		const UnitId bin = g->bins.items[0];
		g->bins.items++;
		g->bins.count--;
		plan_folder(p, g, bin, true, false);
	}
}

static bool place_unit(Planner *p, Diag *diag, Group *g, UnitId id)
{
	const Unit *u = &p->graph->units[id];
	UnitList *list = u->mode == MODE_RUN_CUSTOM_BUILD         ? &g->runs
	                 : u->target->kind == TARGET_CUSTOM_BUILD ? &g->scripts
	                 : u->target->kind == TARGET_LIB          ? &g->libs
	                                                          : &g->bins;
	if (u->mode != MODE_BUILD && u->mode != MODE_RUN_CUSTOM_BUILD)
		return diag_error(diag, NO_SPAN,
		                  "`" STR_FMT "` is a test: packages hold what `cargo "
		                  "build` makes",
		                  STR_ARG(u->target->name));
	*vec_push(p->arena, list, UnitId) = id;
	return true;
}

static bool collect(Planner *p, Diag *diag)
{
	const UnitGraph *g = p->graph;
	for (UnitId i = 0; i < g->count;) { /* units are sorted by package */
		Group group = { .pkg = g->units[i].pkg };
		for (; i < g->count && g->units[i].pkg == group.pkg; i++)
			if (!place_unit(p, diag, &group, i))
				return false;
		plan_group(p, &group);
	}
	return true;
}

static int by_folder(const void *a, const void *b)
{
	return str_compare(((const BidPackage *)a)->folder, ((const BidPackage *)b)->folder);
}

const BidPlan *plan_make(Arena *a, Diag *diag, const UnitGraph *g, Str scope)
{
	Planner p = {
		.arena = a,
		.graph = g,
		.scope = scope,
		.target_side = arena_array(a, bool, g->count),
		.units = arena_array(a, BidUnit, g->count),
	};
	BidPlan *plan = arena_new(a, BidPlan);
	map_init(&p.folders, a, g->count);
	map_init(&p.files, a, g->count);
	mark_target_side(&p);
	if (!collect(&p, diag))
		return NULL;
	if (p.out.count)
		qsort(p.out.items, p.out.count, sizeof(BidPackage), by_folder);
	*plan = (BidPlan){ g, p.units, p.out.items, p.out.count, lto_of_units(a, g), scope };
	return plan;
}
