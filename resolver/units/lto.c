// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/lto.h"

#include "base/core/vec.h"

typedef struct LtoStep {
	UnitId unit;
	Lto parent;
} LtoStep;

typedef struct LtoWalk {
	Arena *arena;
	const UnitGraph *graph;
	Lto *lto;
	VEC(LtoStep) steps;
} LtoWalk;

static const Str bin_type = STR_INIT("bin");

/* Returns the crate types that rustc makes; a test is a program. */
static StrList types_of(const Unit *u)
{
	const Target *t = u->target;
	const bool library =
		t->kind == TARGET_LIB || (t->kind == TARGET_EXAMPLE && t->crate_types.count);
	if (unit_mode_is_test(u->mode) || !library)
		return (StrList){ &bin_type, 1 };
	return t->crate_types;
}

static const char *const final_types[] = { "bin", "staticlib", "cdylib", NULL };
static const char *const object_types[] = { "bin",   "staticlib",  "cdylib",
	                                    "dylib", "proc-macro", NULL };
static const char *const dylib_type[] = { "dylib", NULL };

static bool all_types(StrList types, const char *const *names)
{
	for (size_t i = 0; i < types.count; i++)
		if (!str_is_one_of(types.items[i], names))
			return false;
	return true;
}

static bool needs_object(StrList types)
{
	for (size_t i = 0; i < types.count; i++)
		if (str_is_one_of(types.items[i], object_types))
			return true;
	return false;
}

static Lto with_object(StrList types)
{
	return (Lto){ .kind = all_types(types, dylib_type) ? LTO_ONLY_OBJECT
		                                           : LTO_OBJECT_AND_BITCODE };
}

static Lto by_profile(Str lto)
{
	if (str_eq(lto, STR("false")))
		return (Lto){ .kind = LTO_ONLY_OBJECT };
	if (str_eq(lto, STR("off")))
		return (Lto){ .kind = LTO_OFF };
	return (Lto){ LTO_RUN, str_eq(lto, STR("true")) ? STR("") : lto };
}

static Lto of_root(const Unit *u)
{
	const Lto own = by_profile(u->profile.lto);
	const StrList types = u->target->kind == TARGET_LIB ? u->target->crate_types : types_of(u);
	if (own.kind != LTO_RUN)
		return own;
	if (target_is_for_host(u->target))
		return (Lto){ .kind = LTO_ONLY_OBJECT };
	return needs_object(types) ? with_object(types) : (Lto){ .kind = LTO_ONLY_BITCODE };
}

static Lto lto_below(const Unit *u, Lto parent)
{
	const StrList types = types_of(u);
	if (target_is_for_host(u->target))
		return (Lto){ .kind = LTO_ONLY_OBJECT };
	if (all_types(types, final_types))
		return by_profile(u->profile.lto);
	const bool object = needs_object(types);
	if (parent.kind == LTO_RUN && !object)
		return (Lto){ .kind = LTO_ONLY_BITCODE };
	if ((parent.kind == LTO_RUN || parent.kind == LTO_ONLY_BITCODE) && object)
		return with_object(types);
	return parent;
}

/* Returns the form of code that serves users that need `a` and users that need `b`. */
static Lto merged_lto(Lto a, Lto b)
{
	static const LtoKind strongest[] = { LTO_RUN, LTO_OFF, LTO_OBJECT_AND_BITCODE };
	if (a.kind == b.kind && a.kind != LTO_RUN)
		return a;
	for (size_t i = 0; i < COUNT_OF(strongest); i++)
		if (a.kind == strongest[i] || b.kind == strongest[i])
			return a.kind == strongest[i] ? a : b;
	return (Lto){ .kind = LTO_OBJECT_AND_BITCODE };
}

static bool is_same_lto(Lto a, Lto b)
{
	return a.kind == b.kind && str_eq(a.name, b.name);
}

static void visit_unit(LtoWalk *w, LtoStep s)
{
	const Unit *u = &w->graph->units[s.unit];
	Lto *now = &w->lto[s.unit];
	const Lto own = lto_below(u, s.parent);
	const Lto result = now->kind == LTO_NONE ? own : merged_lto(own, *now);
	if (now->kind != LTO_NONE && is_same_lto(result, *now))
		return;
	*now = result;
	for (size_t i = u->dep_count; i-- > 0;)
		*vec_push(w->arena, &w->steps, LtoStep) = (LtoStep){ u->deps[i].unit, result };
}

const Lto *lto_of_units(Arena *a, const UnitGraph *g)
{
	scoped_arena scratch = { 0 };
	LtoWalk w = { .arena = &scratch, .graph = g, .lto = arena_array(a, Lto, g->count) };
	for (size_t i = 0; i < g->root_count; i++) {
		*vec_push(&scratch, &w.steps, LtoStep) =
			(LtoStep){ g->roots[i], of_root(&g->units[g->roots[i]]) };
		while (w.steps.count)
			visit_unit(&w, w.steps.items[--w.steps.count]);
	}
	return w.lto;
}
