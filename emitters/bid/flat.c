// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/path.h"
#include "emitters/bid/bid.h"
#include "emitters/bid/inputs_file.h"
#include "emitters/bid/quote.h"

#include <inttypes.h>
#include <stdlib.h>

/* Writes the Makefile of a whole import: one rule for each unit, no settings. Rules:
 * docs/packages.md. */

typedef struct Flat {
	const BidContext *c;
	const UnitGraph *graph;
	const BidUnit *units;
	Arena *arena;
	BidPage *page;
	MakeText *out; /* the text of the page */
} Flat;

static void begin_rule(const Flat *f)
{
	page_begin(f->page, ENTRY_RULE, "");
}

static bool is_run(const Unit *u)
{
	return u->mode == MODE_RUN_CUSTOM_BUILD;
}

static void put_pc(const Flat *f, UnitId id)
{
	make_put(f->out, LIT("$(RS_PC_DIR)/"), NAME(f->units[id].pc), LIT(".pc"));
}

/* Writes what must exist before `user` may start: the metadata of `used` if they are enough, else
 * the finished file. */
static void put_need(const Flat *f, UnitId user, UnitId used)
{
	const Unit *u = &f->graph->units[used];
	const bool both_pure = f->units[user].pure && f->units[used].pure;
	make_put(f->out, LIT(" "));
	if (plan_is_library(u) && both_pure)
		put_pc(f, used);
	else
		make_put(f->out, PLACE(f->units[used].output));
}

/* Tests only run the programs of their package. */
static bool is_only_run(const Flat *f, UnitId user, UnitId used)
{
	return f->graph->units[user].mode == MODE_TEST &&
	       f->graph->units[used].target->kind == TARGET_BIN;
}

static void put_only_run(const Flat *f, UnitId id)
{
	const Unit *u = &f->graph->units[id];
	bool any = false;
	for (size_t i = 0; i < u->dep_count; i++) {
		if (!is_only_run(f, id, u->deps[i].unit))
			continue;
		if (!any)
			make_put(f->out, LIT(" |"));
		put_need(f, id, u->deps[i].unit);
		any = true;
	}
}

static bool has_specification(const Flat *f, const Unit *u)
{
	const Toolchain *t = f->graph->packages->toolchain;
	return u->platform != PLATFORM_HOST && path_is_absolute(t->targets[u->platform].spec);
}

/* A file whose path make cannot have as a prerequisite is watched through a link with a plain
 * name. */
static Str specification_link(const Flat *f, const TargetInfo *t)
{
	const Str way = path_relative(f->arena, f->c->out, t->spec);
	if (make_is_name(way))
		return STR("");
	return arena_printf(f->arena, "$(RS_BUILD)/spec/" STR_FMT "-%016" PRIx64,
	                    STR_ARG(t->triple), str_hash(way));
}

/* Cargo compiles again for a custom target whose specification file was edited. */
static void put_specification(const Flat *f, const Unit *u)
{
	if (!has_specification(f, u))
		return;
	const TargetInfo *t = &f->graph->packages->toolchain->targets[u->platform];
	const Str link = specification_link(f, t);
	make_put(f->out, LIT(" "));
	if (link.len)
		make_put(f->out, PLACE(link));
	else
		bid_put_place(f->c, t->spec, BASE_OUT, f->c->out, f->out);
}

static void put_specification_links(const Flat *f)
{
	const Toolchain *t = f->graph->packages->toolchain;
	for (size_t i = 0; i < t->target_count; i++) {
		if (!path_is_absolute(t->targets[i].spec))
			continue;
		const Str link = specification_link(f, &t->targets[i]);
		if (!link.len)
			continue;
		begin_rule(f);
		make_put(f->out, PLACE(link), LIT(": export RS_SPEC = "));
		bid_put_place(f->c, t->targets[i].spec, BASE_OUT, f->c->out, f->out);
		make_put(f->out, LIT("\n"));
		begin_rule(f);
		make_put(f->out, PLACE(link), LIT(":\n\t$(rs_watch_spec)\n"));
	}
}

static void put_needs(const Flat *f, UnitId id)
{
	const Unit *u = &f->graph->units[id];
	make_put(f->out, LIT(": $(RS_OUT)/"), NAME(f->units[id].name),
	         LIT("/Makefile $(RS_TOOLCHAIN)"));
	if (bid_needs_std(f->c, id))
		make_put(f->out, LIT(" $(RS_STD_PC)"));
	put_specification(f, u);
	for (size_t i = 0; i < u->dep_count; i++) {
		bool seen = false;
		for (size_t k = 0; k < i; k++)
			seen |= u->deps[k].unit == u->deps[i].unit;
		if (!seen && !is_only_run(f, id, u->deps[i].unit))
			put_need(f, id, u->deps[i].unit);
	}
	put_only_run(f, id);
}

static void put_recipe(const Flat *f, UnitId id, const char *function)
{
	make_put(f->out, LIT("\n\t$(call "), NAME(str_from(function)), LIT(","),
	         NAME(f->units[id].name), LIT(")\n"));
}

/* Writes further names of a library as targets: they exist when it is finished. */
static void put_provided(const Flat *f, UnitId id, bool first)
{
	Str names = f->units[id].provides, name;
	for (; names.len && str_next(&names, ' ', &name); first = false) {
		if (!first)
			make_put(f->out, LIT(" "));
		make_put(f->out, LIT("$(RS_PC_DIR)/"), NAME(name), LIT(".pc"));
	}
}

static void put_library(const Flat *f, UnitId id)
{
	const Unit *u = &f->graph->units[id];
	begin_rule(f);
	put_pc(f, id);
	put_needs(f, id);
	put_recipe(f, id, "rs_compile");
	begin_rule(f);
	make_put(f->out, PLACE(f->units[id].output), LIT(": "));
	put_pc(f, id);
	bool any = false;
	for (size_t i = 0; i < u->dep_count; i++) {
		if (!plan_is_library(&f->graph->units[u->deps[i].unit]))
			continue;
		if (!any)
			make_put(f->out, LIT(" |"));
		make_put(f->out, LIT(" "), PLACE(f->units[u->deps[i].unit].output));
		any = true;
	}
	put_recipe(f, id, "rs_finish");
	if (!f->units[id].provides.len)
		return;
	begin_rule(f);
	put_provided(f, id, true);
	make_put(f->out, LIT(": "), PLACE(f->units[id].output));
	put_recipe(f, id, "rs_finish");
}

/* Nothing is made for a doc test: its goal brings what rustdoc needs. */
static void put_doctest(const Flat *f, UnitId id)
{
	begin_rule(f);
	make_put(f->out, PLACE(f->units[id].output));
	put_needs(f, id);
	make_put(f->out, LIT("\n"));
}

static void put_unit(const Flat *f, UnitId id)
{
	const Unit *u = &f->graph->units[id];
	if (plan_is_library(u)) {
		put_library(f, id);
		return;
	}
	if (u->mode == MODE_DOCTEST) {
		put_doctest(f, id);
		return;
	}
	begin_rule(f);
	make_put(f->out, PLACE(f->units[id].output));
	put_needs(f, id);
	put_recipe(f, id, is_run(u) ? "rs_script" : "rs_compile");
	if (!f->units[id].linked)
		return;
	begin_rule(f);
	make_put(f->out, NAME(f->units[id].name), LIT(".linked: "), PLACE(f->units[id].output),
	         LIT("\n\t$(call rs_link,"), NAME(f->units[id].name), LIT(","),
	         NAME(f->units[id].target), LIT(")\n"));
}

/* Writes the target that means a finished unit: its file, or the goal with which BID links a
 * program. */
static void put_finished(const Flat *f, UnitId id)
{
	if (f->units[id].linked)
		make_put(f->out, LIT(" "), NAME(f->units[id].name), LIT(".linked"));
	else
		make_put(f->out, LIT(" "), PLACE(f->units[id].output));
	put_provided(f, id, false);
}

typedef struct Urgency { /* how long the build takes from the unit on, with enough jobs */
	UnitId unit;
	uint32_t rest;
} Urgency;

static int by_urgency(const void *a, const void *b)
{
	const Urgency *x = a, *y = b;
	if (x->rest != y->rest)
		return x->rest > y->rest ? -1 : 1;
	return (x->unit > y->unit) - (x->unit < y->unit);
}

/* Build scripts are small and usually compile fast. Nothing is known about the effort for
 * others. */
static uint32_t unit_effort(const Unit *u)
{
	enum { SCRIPT = 1, CRATE = 4 };
	return u->target->kind == TARGET_CUSTOM_BUILD ? SCRIPT : CRATE;
}

/* The length of the longest path from each unit to one that nothing depends on. */
static Urgency *find_urgencies(const Flat *f)
{
	const UnitGraph *g = f->graph;
	const UnitId *order = unit_graph_order(f->arena, g);
	Urgency *out = arena_array(f->arena, Urgency, g->count);
	for (size_t n = g->count; n-- > 0;) {
		const UnitId id = order[n];
		const Unit *u = &g->units[id];
		out[id].unit = id;
		out[id].rest += unit_effort(u);
		for (size_t i = 0; i < u->dep_count; i++) {
			Urgency *before = &out[u->deps[i].unit];
			before->rest = before->rest > out[id].rest ? before->rest : out[id].rest;
		}
	}
	if (g->count)
		qsort(out, g->count, sizeof(Urgency), by_urgency);
	return out;
}

static const struct {
	const char *goal; /* builds everything that the cargo command builds */
	const char *run;  /* lists what that command then runs */
	const char *made; /* lists everything that the command was asked for */
} sets[SET_COUNT] = {
	[SET_BUILD] = { "rs-all", NULL, NULL },
	[SET_TEST] = { "rs-test", "RS_TESTS", "RS_TESTED" },
	[SET_BENCH] = { "rs-bench", "RS_BENCHES", "RS_BENCHED" },
};

/* Writes the targets with which units may wait for others: see rust.mk. */
static void put_order(const Flat *f, const Urgency *u)
{
	page_begin(f->page, ENTRY_VARIABLE, "RS_ORDER");
	make_put(f->out, LIT("RS_ORDER ="));
	for (size_t i = 0; i < f->graph->count; i++) {
		const UnitId id = u[i].unit;
		if (!unit_set_has(f->c->plan->sets, SET_BUILD, id))
			continue;
		if (plan_is_library(&f->graph->units[id]))
			make_put(f->out, LIT(" $(RS_PC_DIR)/"), NAME(f->units[id].pc), LIT(".pc"));
		else
			make_put(f->out, LIT(" "), PLACE(f->units[id].output));
	}
	make_put(f->out, LIT("\n"));
}

static void put_set(const Flat *f, const Urgency *u, UnitSetKind kind)
{
	make_put(page_begin(f->page, ENTRY_TEXT, "blank"), LIT("\n"));
	begin_rule(f);
	make_put(f->out, NAME(str_from(sets[kind].goal)), LIT(":"));
	for (size_t i = 0; i < f->graph->count; i++) {
		if (!unit_set_has(f->c->plan->sets, kind, u[i].unit))
			continue;
		if (plan_is_library(&f->graph->units[u[i].unit])) {
			make_put(f->out, LIT(" "));
			put_pc(f, u[i].unit);
		}
		put_finished(f, u[i].unit);
	}
	make_put(f->out, LIT("\n"));
}

static void put_sets(const Flat *f, const Urgency *u)
{
	for (UnitSetKind kind = SET_BUILD; kind < SET_COUNT; kind++)
		if (f->c->plan->sets->sets[kind].has)
			put_set(f, u, kind);
}

/* `make serde-1.0.228`, and `make libc-0.2.178/lib` where units have folders of their own. */
static void put_goals_of(const Flat *f, const BidPackage *k, StrVec *phony)
{
	const bool parts = plan_has_parts(f->c->plan, k);
	begin_rule(f);
	make_put(f->out, NAME(k->folder), LIT(":"));
	for (size_t i = 0; i < k->count; i++)
		if (!parts || plan_is_built(f->c->plan, k->units[i]))
			put_finished(f, k->units[i]);
	make_put(f->out, LIT("\n"));
	*vec_push(f->arena, phony, Str) = k->folder;
	for (size_t i = 0; parts && i < k->count; i++) {
		const BidUnit *u = &f->units[k->units[i]];
		*vec_push(f->arena, phony, Str) = u->name;
		if (f->graph->units[k->units[i]].mode == MODE_DOCTEST)
			continue;
		begin_rule(f);
		make_put(f->out, NAME(u->name), LIT(":"));
		put_finished(f, k->units[i]);
		make_put(f->out, LIT("\n"));
	}
	for (size_t i = 0; i < k->count; i++)
		if (f->units[k->units[i]].linked)
			*vec_push(f->arena, phony, Str) =
				arena_printf(f->arena, STR_FMT ".linked",
			                     STR_ARG(f->units[k->units[i]].name));
}

static void put_goals(const Flat *f)
{
	StrVec phony = { 0 };
	for (size_t p = 0; p < f->c->plan->count; p++)
		put_goals_of(f, &f->c->plan->packages[p], &phony);
	page_begin(f->page, ENTRY_LIST, ".PHONY");
	make_put(f->out, LIT(".PHONY:"));
	for (size_t i = 0; i < phony.count; i++) {
		page_begin(f->page, ENTRY_WORD, ".PHONY");
		make_put(f->out, LIT(" "), NAME(phony.items[i]));
	}
	make_put(page_begin(f->page, ENTRY_TEXT, "blank"), LIT("\n\n"));
}

/* In the order in which cargo runs them, with doc tests last. */
static void put_tests(const Flat *f, UnitSetKind kind)
{
	const UnitSet *set = &f->c->plan->sets->sets[kind];
	const UnitMode modes[] = { MODE_TEST, MODE_DOCTEST };
	scoped_make run = { 0 }, made = { 0 };
	for (size_t m = 0; m < COUNT_OF(modes); m++)
		for (size_t i = 0; i < set->root_count; i++)
			if (f->graph->units[set->roots[i]].mode == modes[m])
				quote_add_name(&run, f->units[set->roots[i]].name);
	for (size_t i = 0; i < set->root_count; i++)
		quote_add_name(&made, f->units[set->roots[i]].name);
	page_assign_text(f->page, sets[kind].run, &run);
	page_assign_text(f->page, sets[kind].made, &made);
}

static void put_watch(const Flat *f)
{
	scoped_make list = { 0 };
	for (UnitId i = 0; i < f->graph->count; i++) {
		const Unit *u = &f->graph->units[i];
		const Package *p = &f->graph->packages->packages[u->pkg];
		if (is_run(u) || (package_is_local(p) && u->mode != MODE_DOCTEST))
			quote_add_name(&list, f->units[i].name);
	}
	page_assign_text(f->page, "RS_WATCH", &list);
}

/* Writes the L4Re targets of the build: an object tree of another architecture does not use
 * them. */
static void put_targets(const Flat *f)
{
	const Toolchain *t = f->graph->packages->toolchain;
	scoped_make list = { 0 };
	for (size_t i = 0; i < t->target_count; i++)
		if (triple_is_l4re(t->targets[i].triple))
			quote_add_name(&list, t->targets[i].triple);
	page_assign_text(f->page, "RS_TARGETS", &list);
}

/* Adds the files of a library that tools other than rustc use: `lib<crate>.a`, `lib<crate>.so`. */
static void put_installed_library(const Flat *f, UnitId id, MakeText *out)
{
	const Unit *u = &f->graph->units[id];
	const BidUnit *b = &f->units[id];
	const Str folder = path_parent(b->output); /* `$(RS_DEPS)`, or a platform's `deps` */
	const Str home =
		str_eq(folder, STR("$(RS_DEPS)")) ? STR("$(RS_BUILD)") : path_parent(folder);
	Str words = b->target, word;
	while (words.len && str_next(&words, ' ', &word)) {
		const ptrdiff_t dot = str_rfind(word, '.');
		const Str suffix = dot < 0 ? STR("") : str_sub(word, (size_t)dot, word.len);
		if (str_eq(suffix, STR(".a")) || str_eq(suffix, STR(".so")))
			make_put(out, LIT(" "), NAME(b->name), LIT("="),
			         PLACE(arena_printf(
					 f->arena, STR_FMT "/" STR_FMT "/lib" STR_FMT STR_FMT,
					 STR_ARG(home), STR_ARG(b->place),
					 STR_ARG(u->target->crate_name.plain), STR_ARG(suffix))));
	}
}

/* Lists the requested files for `make install`. BID itself installs the programs that it links. */
static void put_installs(const Flat *f)
{
	const UnitSet *set = &f->c->plan->sets->sets[SET_BUILD];
	scoped_make own = { 0 }, linked = { 0 };
	for (size_t i = 0; i < set->root_count; i++) {
		const UnitId id = set->roots[i];
		const Unit *u = &f->graph->units[id];
		const BidUnit *b = &f->units[id];
		if (b->linked)
			make_put(&linked, LIT(" "), NAME(b->name), LIT("="), NAME(b->target));
		else if (plan_is_library(u) && b->place.len && !u->target->proc_macro)
			put_installed_library(f, id, &own);
		else if (u->target->kind == TARGET_BIN && u->mode == MODE_BUILD)
			make_put(&own, LIT(" "), NAME(b->name), LIT("="), PLACE(b->output));
	}
	if (!make_is_empty(&own)) {
		page_begin(f->page, ENTRY_VARIABLE, "RS_INSTALL");
		make_put(f->out, LIT("RS_INSTALL ="));
		make_put_text(f->out, &own);
		make_put(f->out, LIT("\n"));
	}
	if (!make_is_empty(&linked)) {
		page_begin(f->page, ENTRY_VARIABLE, "RS_INSTALL_LINKED");
		make_put(f->out, LIT("RS_INSTALL_LINKED ="));
		make_put_text(f->out, &linked);
		make_put(f->out, LIT("\n"));
	}
}

static void put_head(const Flat *f, const Urgency *u)
{
	const Str root = f->graph->packages->workspace->root;
	page_begin(f->page, ENTRY_TEXT, "head");
	make_put(f->out, LIT("# "), COMMENT(f->c->title),
	         LIT(" and what it needs: " BID_MARK "; edits will be lost.\nRS_OUT       ?= .\n"));
	if (f->c->tree.len)
		make_put(f->out, LIT("RS_KIT       ?= $(RS_OUT)/"),
		         NAME(path_relative(f->arena, f->c->out, f->c->tree)),
		         LIT("/conf/l4cargo\nRS_FORMAT     = 2\n"));
	else
		make_put(f->out, LIT("L4DIR        ?= $(RS_OUT)/bid\n"));
	if (!f->c->std && !f->c->published) { /* these two do not choose the toolchain */
		page_begin(f->page, ENTRY_VARIABLE, "RS_WORKSPACE");
		make_put(f->out, LIT("RS_WORKSPACE  = "));
		bid_put_place(f->c, root, BASE_OUT, f->c->out, f->out);
		make_put(f->out, LIT("\n"));
	}
	if (f->c->renewed)
		make_put(page_begin(f->page, ENTRY_VARIABLE, "RS_INPUTS"),
		         LIT("RS_INPUTS     = $(RS_OUT)/" BID_INPUTS_FILE "\n"));
	if (f->c->tree.len)
		put_targets(f);
	bid_emit_settings(f->c, page_begin(f->page, ENTRY_TEXT, "settings"));
	put_watch(f);
	put_tests(f, SET_TEST);
	put_tests(f, SET_BENCH);
	put_installs(f);
	if (f->c->plan->sets->sets[SET_BUILD].has)
		put_order(f, u);
	page_begin(f->page, ENTRY_TEXT, "include");
	if (f->c->tree.len)
		make_put(f->out, LIT("include $(RS_KIT)/import.mk\n"));
	else
		make_put(f->out, LIT("include $(L4DIR)/mk/import.mk\n"));
}

void bid_emit_flat(const BidContext *c, BidPage *page)
{
	scoped_arena scratch = { 0 };
	const Flat f = { c, c->plan->graph, c->plan->units, &scratch, page, &page->text };
	const Urgency *u = find_urgencies(&f);
	put_head(&f, u);
	put_sets(&f, u);
	put_goals(&f);
	for (UnitId i = 0; i < f.graph->count; i++)
		put_unit(&f, i);
	put_specification_links(&f);
}
