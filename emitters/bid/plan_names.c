// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/plan_names.h"

#include "base/core/buf.h"
#include "base/text/path.h"

typedef struct FileType {
	Str crate_type, ending;
	bool plain; /* without version for path packages, as Cargo names it */
} FileType;

static const FileType file_types[] = {
	{ STR_INIT("lib"), STR_INIT("rlib"), false },
	{ STR_INIT("rlib"), STR_INIT("rlib"), false },
	{ STR_INIT("dylib"), STR_INIT("so"), true },
	{ STR_INIT("cdylib"), STR_INIT("so"), true },
	{ STR_INIT("staticlib"), STR_INIT("a"), true },
	{ STR_INIT("proc-macro"), STR_INIT("so"), false },
};

static const char *const kind_names[] = {
	[TARGET_LIB] = "lib",     [TARGET_BIN] = "bin",         [TARGET_TEST] = "test",
	[TARGET_BENCH] = "bench", [TARGET_EXAMPLE] = "example",
};

/* For unit tests: `cargo bench` compiles them with its own profile. */
static const char *unit_test_prefix(const UnitSets *sets, UnitId id)
{
	const bool bench = unit_set_has(sets, SET_BENCH, id);
	const bool other = unit_set_has(sets, SET_BUILD, id) || unit_set_has(sets, SET_TEST, id);
	return bench && !other ? "unitbench-" : "unittest-";
}

Str plan_part_name(const UnitSets *sets, Arena *a, UnitId id)
{
	const Unit *u = &sets->graph->units[id];
	const TargetKind kind = u->target->kind;
	if (u->mode == MODE_RUN_CUSTOM_BUILD)
		return STR("run");
	if (kind == TARGET_CUSTOM_BUILD)
		return STR("build");
	if (u->mode == MODE_DOCTEST)
		return STR("doctest");
	const bool unit_test = u->mode == MODE_TEST && kind != TARGET_TEST && kind != TARGET_BENCH;
	const char *prefix = unit_test ? unit_test_prefix(sets, id) : "";
	if (kind == TARGET_LIB)
		return arena_printf(a, "%slib", prefix);
	return arena_printf(a, "%s%s-" STR_FMT, prefix, kind_names[kind],
	                    STR_ARG(u->target->name.plain));
}

static const Package *package_of(const PlanNames *n, const Unit *u)
{
	return &n->sets->graph->packages->packages[u->pkg];
}

/* Returns whether the name is free, or is this unit's already. */
static bool claim_name(Map *names, Str key, UnitId id)
{
	return map_put(names, key, id) == id;
}

static bool claim_file(PlanNames *n, UnitId id, Str suffix)
{
	const Unit *u = &n->sets->graph->units[id];
	return claim_name(&n->files,
	                  arena_printf(n->arena, "%d/" STR_FMT STR_FMT, u->platform,
	                               STR_ARG(u->target->crate_name.plain), STR_ARG(suffix)),
	                  id);
}

/* The text after the crate's name: nothing, `-<version>[-<variant>]`, or the whole folder. */
static Str file_suffix(PlanNames *n, UnitId id, bool plain)
{
	const Str folder = n->units[id].folder;
	const Str name = package_of(n, &n->sets->graph->units[id])->name;
	const Str tail = str_sub(folder, name.len, folder.len);
	if (plain && claim_file(n, id, STR("")))
		return STR("");
	if (claim_file(n, id, tail))
		return tail;
	return arena_printf(n->arena, "-" STR_FMT, STR_ARG(folder));
}

static bool is_plain(const PlanNames *n, const Unit *u)
{
	const StrList types = u->target->crate_types;
	for (size_t i = 0; i < types.count; i++)
		for (size_t t = 0; t < COUNT_OF(file_types); t++)
			if (file_types[t].plain && str_eq(file_types[t].crate_type, types.items[i]))
				return package_of(n, u)->is_path;
	return false;
}

static bool is_for_l4re(const UnitGraph *g, const Unit *u)
{
	return u->platform != PLATFORM_HOST &&
	       triple_is_l4re(g->packages->toolchain->targets[u->platform].triple);
}

/*
 * The files of all crate types. rlib is the first: other units wait for it. rustc skips types that
 * a target does not support, and Cargo accepts that: L4Re has no shared Rust libraries.
 */
static Str library_files(const PlanNames *n, const Unit *u, Str suffix)
{
	const StrList types = u->target->crate_types;
	scoped_buf text = { 0 };
	for (size_t t = 0; t < COUNT_OF(file_types); t++)
		for (size_t i = 0; i < types.count; i++) {
			if (!str_eq(types.items[i], file_types[t].crate_type) ||
			    (str_eq(file_types[t].ending, STR("so")) &&
			     is_for_l4re(n->sets->graph, u)))
				continue;
			const Str file =
				arena_printf(n->arena, "lib" STR_FMT STR_FMT "." STR_FMT,
			                     STR_ARG(u->target->crate_name.plain), STR_ARG(suffix),
			                     STR_ARG(file_types[t].ending));
			if (!str_contains(buf_str(&text), file))
				buf_printf(&text, "%s" STR_FMT, text.len ? " " : "", STR_ARG(file));
		}
	return arena_str(n->arena, buf_str(&text));
}

static bool is_pure(const Unit *u)
{
	for (size_t i = 0; i < u->target->crate_types.count; i++)
		if (!str_eq(u->target->crate_types.items[i], STR("lib")) &&
		    !str_eq(u->target->crate_types.items[i], STR("rlib")))
			return false;
	return u->target->crate_types.count > 0;
}

/* Below $(RS_BUILD). The flat Makefile's $(RS_TARGET_BUILD) is the folder of the object tree's
 * architecture. */
static Str platform_folder(const PlanNames *n, const Unit *u)
{
	const Toolchain *t = n->sets->graph->packages->toolchain;
	if (u->platform < 0)
		return STR("");
	return arena_printf(n->arena, "/" STR_FMT, STR_ARG(t->targets[u->platform].triple));
}

static Str platform_root(const PlanNames *n, const Unit *u)
{
	if (n->scope.len && is_for_l4re(n->sets->graph, u))
		return STR("$(RS_TARGET_BUILD)");
	return arena_printf(n->arena, "$(RS_BUILD)" STR_FMT, STR_ARG(platform_folder(n, u)));
}

/* Returns whether one run of cargo makes both. */
static bool made_together(const UnitSets *sets, UnitId a, UnitId b)
{
	for (UnitSetKind k = SET_BUILD; k < SET_COUNT; k++)
		if (unit_set_has(sets, k, a) && unit_set_has(sets, k, b))
			return true;
	return false;
}

static void warn_of_collision(const PlanNames *n, UnitId id, UnitId other, Str path)
{
	const Unit *u = &n->sets->graph->units[id], *o = &n->sets->graph->units[other];
	const Package *p = package_of(n, u), *q = package_of(n, o);
	diag_warning(n->diag, NO_SPAN, "output filename collision at `build/" STR_FMT "`",
	             STR_ARG(path));
	diag_note(n->diag, u->target->at,
	          "the %s target `" STR_FMT "` in package `" STR_FMT " v" STR_FMT
	          "` has the same output filename as the %s target `" STR_FMT
	          "` in package `" STR_FMT " v" STR_FMT "`",
	          kind_names[u->target->kind], STR_ARG(u->target->name.plain), STR_ARG(p->name),
	          STR_ARG(p->version.text), kind_names[o->target->kind],
	          STR_ARG(o->target->name.plain), STR_ARG(q->name), STR_ARG(q->version.text));
	diag_help(n->diag, "it is put into the folder `" STR_FMT "` there; unique names avoid that",
	          STR_ARG(path_name(n->units[id].place)));
}

/* Sets the place to `place` below the platform's folder, or to a folder in it if another unit has
 * that file already. */
static void take_place(PlanNames *n, UnitId id, const char *place, Str file)
{
	const Unit *u = &n->sets->graph->units[id];
	const Str platform = platform_folder(n, u);
	const Str path = arena_printf(n->arena, STR_FMT "%s%s/" STR_FMT,
	                              STR_ARG(str_sub(platform, platform.len > 0, platform.len)),
	                              platform.len ? "/" : "", place, STR_ARG(file));
	const UnitId first = map_put(&n->places, path, id);
	n->units[id].place = str_from(place);
	if (first == id)
		return;
	n->units[id].place =
		arena_printf(n->arena, "%s/" STR_FMT, place, STR_ARG(n->units[id].folder));
	if (made_together(n->sets, id, first))
		warn_of_collision(n, id, first, path);
}

static Str first_word(Str words)
{
	Str first, rest;
	str_cut(words, ' ', &first, &rest);
	return first;
}

/* Cargo puts requested libraries, and all dylibs, beside the programs. */
static bool is_asked_for(const PlanNames *n, UnitId id)
{
	const UnitSet *build = &n->sets->sets[SET_BUILD];
	for (size_t i = 0; i < build->root_count; i++)
		if (build->roots[i] == id)
			return true;
	const Target *t = n->sets->graph->units[id].target;
	return str_list_has(t->crate_types, STR("dylib")) && unit_set_has(n->sets, SET_BUILD, id);
}

Str plan_pc_name(Arena *a, Str scope, Str folder)
{
	return arena_printf(a, "rs-" STR_FMT "%s" STR_FMT, STR_ARG(scope), scope.len ? "." : "",
	                    STR_ARG(folder));
}

bool plan_is_for_l4re(const UnitGraph *g, const Unit *u)
{
	return u->mode == MODE_BUILD && is_for_l4re(g, u);
}

/* The names with which packages written by hand require the standard library's crates. */
static Str std_names(Arena *a, Str crate)
{
	static const struct {
		Str crate, names;
	} known[] = {
		{ STR_INIT("alloc"), STR_INIT("liballoc-rust libcollections-rust") },
		/* every no_std crate needs compiler_builtins: core alone is of no use */
		{ STR_INIT("core"), STR_INIT("") },
		{ STR_INIT("compiler_builtins"),
		  STR_INIT("libcompiler_builtins-rust libcore-rust") },
		{ STR_INIT("panic_abort"), STR_INIT("libpanic-rust") },
	};
	static const Str plain[] = { STR_INIT("std"), STR_INIT("proc_macro"),
		                     STR_INIT("panic_unwind"), STR_INIT("test") };
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (str_eq(known[i].crate, crate))
			return known[i].names;
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		if (str_eq(plain[i], crate))
			return arena_printf(a, "lib" STR_FMT "-rust", STR_ARG(crate));
	return STR("");
}

/* C programs find a static library under its own name. */
static Str provided_names(const PlanNames *n, const Unit *u)
{
	if (n->sets->graph->packages->packages[u->pkg].std)
		return std_names(n->arena, u->target->crate_name.plain);
	for (size_t i = 0; i < u->target->crate_types.count; i++)
		if (str_eq(u->target->crate_types.items[i], STR("staticlib")))
			return arena_printf(n->arena, "lib" STR_FMT,
			                    STR_ARG(u->target->crate_name.plain));
	return STR("");
}

/* Uses Cargo's words, except for `bin`, for which Cargo makes a program without a name of its
 * own. */
static void nothing_to_make(const PlanNames *n, const Unit *u)
{
	const Package *p = package_of(n, u);
	const Toolchain *t = n->sets->graph->packages->toolchain;
	if (str_eq(u->target->crate_types.items[0], STR("bin"))) {
		diag_error(n->diag, u->target->at,
		           "the library of `" STR_FMT " v" STR_FMT
		           "` has the `crate-type` of a program, for which there is no BID package",
		           STR_ARG(p->name), STR_ARG(p->version.text));
		diag_help(n->diag, "write it as [[bin]]");
		return;
	}
	diag_error(n->diag, u->target->at,
	           "cannot produce " STR_FMT " for `" STR_FMT " v" STR_FMT
	           "` as the target `" STR_FMT "` does not support these crate types",
	           STR_ARG(u->target->crate_types.items[0]), STR_ARG(p->name),
	           STR_ARG(p->version.text),
	           STR_ARG(u->platform == PLATFORM_HOST ? t->host
	                                                : t->targets[u->platform].triple));
	diag_help(n->diag, "add \"staticlib\" for C programs, or \"lib\" for Rust ones, to "
	                   "`crate-type` of its [lib]");
}

static void name_library(PlanNames *n, UnitId id)
{
	Arena *a = n->arena;
	const Unit *u = &n->sets->graph->units[id];
	BidUnit *b = &n->units[id];
	const Str platform = platform_folder(n, u);
	b->pc = plan_pc_name(a, n->scope, b->folder);
	if (n->scope.len && plan_is_for_l4re(n->sets->graph, u))
		b->provides = provided_names(n, u);
	b->target = library_files(n, u, file_suffix(n, id, is_plain(n, u)));
	b->pure = is_pure(u);
	if (!b->target.len)
		nothing_to_make(n, u);
	const Str first = first_word(b->target);
	b->output = platform.len ? arena_printf(a, STR_FMT "/deps/" STR_FMT,
	                                        STR_ARG(platform_root(n, u)), STR_ARG(first))
	                         : arena_printf(a, "$(RS_DEPS)/" STR_FMT, STR_ARG(first));
	if (is_asked_for(n, id))
		take_place(n, id, "lib", first_word(library_files(n, u, STR(""))));
}

/* Names programs, and examples of all kinds. */
static void name_product(PlanNames *n, UnitId id)
{
	const Unit *u = &n->sets->graph->units[id];
	BidUnit *b = &n->units[id];
	const bool example = u->target->kind == TARGET_EXAMPLE;
	const bool program = !plan_is_library_example(u->target);
	b->target = program ? u->target->name.plain : library_files(n, u, STR(""));
	if (!b->target.len)
		nothing_to_make(n, u);
	b->linked = program && n->scope.len && plan_is_for_l4re(n->sets->graph, u);
	if (b->linked) { /* BID decides where programs are put */
		b->place = STR("bin");
		b->output = arena_printf(n->arena, "$(RS_BUILD)/" STR_FMT "/" STR_FMT ".rs.o",
		                         STR_ARG(b->name), STR_ARG(b->target));
		return;
	}
	take_place(n, id, example ? "examples" : "bin", first_word(b->target));
	const Str file = program ? b->target : first_word(b->target);
	b->output = arena_printf(n->arena, STR_FMT "/" STR_FMT "/" STR_FMT,
	                         STR_ARG(platform_root(n, u)), STR_ARG(b->place), STR_ARG(file));
}

void plan_name_unit(PlanNames *n, UnitId id)
{
	const Unit *u = &n->sets->graph->units[id];
	BidUnit *b = &n->units[id];
	if (u->mode == MODE_DOCTEST) {
		b->output = b->name; /* nothing is made: the goal has that name */
	} else if (u->mode == MODE_RUN_CUSTOM_BUILD) {
		b->output =
			arena_printf(n->arena, "$(RS_BUILD)/" STR_FMT "/result", STR_ARG(b->name));
	} else if (plan_is_library(u)) {
		name_library(n, id);
	} else if (u->target->kind == TARGET_CUSTOM_BUILD || u->mode == MODE_TEST) {
		b->target = u->mode == MODE_TEST
		                    ? arena_printf(n->arena, STR_FMT "-test",
		                                   STR_ARG(u->target->crate_name.plain))
		                    : STR("build-script-build"); /* for any `build =` */
		b->output = arena_printf(n->arena, "$(RS_BUILD)/" STR_FMT "/" STR_FMT,
		                         STR_ARG(b->name), STR_ARG(b->target));
	} else {
		name_product(n, id);
	}
}

void plan_names_init(PlanNames *n)
{
	map_init(&n->files, n->arena, n->sets->graph->count);
	map_init(&n->places, n->arena, n->sets->graph->count);
}
