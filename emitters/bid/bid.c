// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/bid.h"

#include "base/text/path.h"
#include "emitters/bid/plan_names.h"

#include <stdlib.h>

void bid_put_place(const BidContext *c, Str folder, BidBase base, Str from, MakeText *out)
{
	static const MakePiece bases[] = {
		[BASE_PACKAGE] = LIT_INIT("$(PKGDIR)/"),
		[BASE_OUT] = LIT_INIT("$(RS_OUT)/"),
	};
	const struct {
		Str root;
		MakePiece variable;
	} roots[] = { { c->store, LIT("$(RS_STORE)/") },
		      { c->git, LIT("$(RS_GIT)/") },
		      { c->library, LIT("$(RS_CACHE)/library/") },
		      { c->targets, LIT("$(RS_CACHE)/targets/") } };
	scoped_arena scratch = { 0 };
	for (size_t i = 0; i < COUNT_OF(roots); i++)
		if (roots[i].root.len && path_is_below(folder, roots[i].root)) {
			make_put(out, roots[i].variable,
			         VALUE(path_relative(&scratch, roots[i].root, folder)));
			return;
		}
	make_put(out, bases[base], VALUE(path_relative(&scratch, from, folder)));
}

UnitId bid_run_of(const BidContext *c, UnitId unit)
{
	const UnitGraph *g = c->plan->graph;
	const Unit *u = &g->units[unit];
	for (size_t i = 0; i < u->dep_count; i++) {
		const Unit *d = &g->units[u->deps[i].unit];
		if (d->mode == MODE_RUN_CUSTOM_BUILD && d->pkg == u->pkg)
			return u->deps[i].unit;
	}
	return UINT32_MAX;
}

/* Adds what one unit needs of other packages: their libraries, and the packages of its build script
 * and run. */
static void add_requires(const BidContext *c, UnitId id, Arena *a, StrVec *out)
{
	const BidPlan *plan = c->plan;
	const Unit *u = &plan->graph->units[id];
	for (size_t i = 0; i < u->dep_count; i++) {
		const BidUnit *d = &plan->units[u->deps[i].unit];
		if (!str_eq(d->folder, plan->units[id].folder))
			*vec_push(a, out, Str) = plan_pc_name(a, plan->scope, d->folder);
	}
	const Str native = bid_native(c, id);
	if (native.len)
		*vec_push(a, out, Str) = native;
	if (bid_needs_std(c, id))
		*vec_push(a, out, Str) = STR("libstd-rust");
	if (plan->units[id].linked)
		*vec_push(a, out, Str) = STR("stdlibs");
}

Str bid_native(const BidContext *c, UnitId unit)
{
	const UnitGraph *g = c->plan->graph;
	const Unit *u = &g->units[unit];
	const Str links = g->packages->packages[u->pkg].manifest->links;
	for (size_t i = 0; i < c->native_count && plan_is_library(u); i++)
		if (str_eq(c->natives[i].links, links) && plan_is_for_l4re(g, u))
			return c->natives[i].require;
	return STR("");
}

bool bid_needs_std(const BidContext *c, UnitId unit)
{
	const UnitGraph *g = c->plan->graph;
	return c->tree.len && !c->std && plan_is_for_l4re(g, &g->units[unit]);
}

void bid_emit_places(const BidContext *c, const char *pkgdir, MakeText *out)
{
	scoped_arena scratch = { 0 };
	make_put(out, LIT("PKGDIR       ?= "), NAME(str_from(pkgdir)), LIT("\n"));
	if (!c->tree.len) {
		make_put(out, LIT("L4DIR        ?= $(PKGDIR)/../bid\n\n"));
		return;
	}
	make_put(out, LIT("L4DIR        ?= $(PKGDIR)/../"),
	         NAME(path_relative(&scratch, c->out, c->tree)),
	         LIT("\nRS_IMPORT     = $(PKGDIR)/..\n\n"));
}

/* Adds a word to the list with that name. */
static void put_list_word(BidPage *page, const char *list, Str word)
{
	make_put(page_begin(page, ENTRY_WORD, list), LIT(" "), NAME(word));
}

void bid_emit_control(const BidContext *c, const BidPackage *p, BidPage *page)
{
	scoped_arena scratch = { 0 };
	StrVec requires = { 0 };
	const Manifest *m = c->plan->graph->packages->packages[p->pkg].manifest;
	/* dev-dependencies may form cycles, which BID does not accept here */
	for (size_t i = 0; i < p->count; i++)
		if (plan_is_built(c->plan, p->units[i]))
			add_requires(c, p->units[i], &scratch, &requires);
	if (requires.count)
		qsort(requires.items, requires.count, sizeof(Str), str_compare_items);
	make_put(page_begin(page, ENTRY_TEXT, "head"),
	         LIT("# " BID_MARK "; edits will be lost.\n"));
	make_put(page_begin(page, ENTRY_LIST, "provides"), LIT("provides:"));
	put_list_word(page, "provides", plan_pc_name(&scratch, c->plan->scope, p->folder));
	for (size_t i = 0; i < p->count; i++) {
		Str names = c->plan->units[p->units[i]].provides, name;
		while (str_next_word(&names, &name))
			put_list_word(page, "provides", name);
	}
	make_put(page_begin(page, ENTRY_LIST, "requires"), LIT("\nrequires:"));
	for (size_t i = 0; i < requires.count; i++)
		if (i == 0 || !str_eq(requires.items[i], requires.items[i - 1]))
			put_list_word(page, "requires", requires.items[i]);
	Str author = m->info.authors.count ? m->info.authors.items[0] : STR("none"), line, rest;
	str_cut(author, '\n', &line, &rest);
	make_put(page_begin(page, ENTRY_TEXT, "maintainer"), LIT("\nmaintainer: "), COMMENT(line),
	         LIT("\n"));
}

static void put_parts(const BidContext *c, const BidPackage *p, bool built, BidPage *page)
{
	scoped_make parts = { 0 };
	for (size_t i = 0; i < p->count; i++)
		if (plan_is_built(c->plan, p->units[i]) == built)
			make_put(&parts, LIT(" "), NAME(c->plan->units[p->units[i]].part));
	if (!built && make_is_empty(&parts))
		return;
	MakeText *out = page_begin(page, ENTRY_VARIABLE, built ? "TARGET" : "RS_TEST_PARTS");
	make_put(out, built ? LIT("TARGET        =") : LIT("RS_TEST_PARTS ="));
	make_put_text(out, &parts);
	make_put(out, LIT("\n"));
}

void bid_emit_subdirs(const BidContext *c, const BidPackage *p, BidPage *page)
{
	const Package *k = &c->plan->graph->packages->packages[p->pkg];
	MakeText *out = page_begin(page, ENTRY_TEXT, "head");
	make_put(out, LIT("# "), COMMENT(k->name), LIT(" "), COMMENT(k->version.text),
	         LIT(": " BID_MARK "; edits will be lost.\n"));
	bid_emit_places(c, ".", out);
	put_parts(c, p, true, page);
	put_parts(c, p, false, page);
	make_put(page_begin(page, ENTRY_TEXT, "include"), LIT("\ninclude $(L4DIR)/mk/subdir.mk\n"));
}

typedef struct Writer { /* writes all files */
	const BidContext *c;
	Diag *diag;
	BidFiles *out;
	bool good;
} Writer;

/* Adds a file, unless a makefile cannot hold some of its text: then the error is reported at `at`,
 * the closest known position. */
static void add_file(Writer *w, Str path, Span at, BidPage *page)
{
	MakeText *text = &page->text;
	if (make_is_whole(text)) {
		*vec_push(w->out->arena, &w->out->list, BidFile) = (BidFile){
			.path = path,
			.text = arena_str(w->out->arena, make_str(text)),
			.entries = page->entries,
		};
	} else if (w->good) {
		w->good = diag_error(w->diag, at, "`%s` cannot be a part of a makefile: %s",
		                     text->what, text->why);
		diag_note(w->diag, NO_SPAN, "it would be a part of `" STR_FMT "`", STR_ARG(path));
		diag_help(w->diag, "give it another name, or leave it out");
	}
	page_free(page);
	*page = (BidPage){ .arena = page->arena };
}

static void emit_package(Writer *w, const BidPackage *p)
{
	const BidContext *c = w->c;
	Arena *a = w->out->arena;
	scoped_page page = { .arena = a };
	const Str makefile = STR("Makefile");
	const Span first = c->plan->graph->units[p->units[0]].target->at;
	bid_emit_control(c, p, &page);
	add_file(w, path_join(a, p->folder, STR("Control")), first, &page);
	if (plan_has_parts(c->plan, p)) {
		bid_emit_subdirs(c, p, &page);
		add_file(w, path_join(a, p->folder, makefile), first, &page);
	}
	for (size_t i = 0; i < p->count; i++) {
		const UnitId id = p->units[i];
		bid_emit_makefile(c, id, &page);
		add_file(w, path_join(a, c->plan->units[id].name, makefile),
		         c->plan->graph->units[id].target->at, &page);
	}
}

/* The folder of a target is named after it. */
static bool targets_are_plain(const BidContext *c, Diag *diag)
{
	const Toolchain *t = c->plan->graph->packages->toolchain;
	for (size_t i = 0; i < t->target_count; i++) {
		if (make_is_name(t->targets[i].triple))
			continue;
		diag_error(diag, t->targets[i].at,
		           "make cannot have a folder for a target that is called `" STR_FMT "`",
		           STR_ARG(t->targets[i].triple));
		return diag_help(diag, "give its specification a name of letters, digits, `-`, `_` "
		                       "and `.`");
	}
	return true;
}

bool bid_emit(const BidContext *c, Diag *diag, BidFiles *out)
{
	Writer w = { c, diag, out, targets_are_plain(c, diag) };
	scoped_page page = { .arena = out->arena };
	for (size_t i = 0; w.good && i < c->plan->count; i++)
		emit_package(&w, &c->plan->packages[i]);
	if (w.good && bid_check_settings(c, diag)) {
		bid_emit_flat(c, &page);
		add_file(&w, STR("Makefile"), NO_SPAN, &page);
		return w.good;
	}
	return false;
}
