// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid.h"

#include "base/path.h"
#include "emitters/quote.h"

#include <stdlib.h>

Str bid_place(const BidContext *c, Arena *a, Str folder, const char *base, Str from)
{
	const struct {
		Str root;
		const char *variable;
	} roots[] = { { c->store, "$(RS_STORE)" },
		      { c->git, "$(RS_GIT)" },
		      { c->library, "$(RS_CACHE)/library" },
		      { c->targets, "$(RS_CACHE)/targets" } };
	Str way = path_relative(a, from, folder);
	for (size_t i = 0; i < COUNT_OF(roots); i++) {
		if (!roots[i].root.len || !path_is_below(folder, roots[i].root))
			continue;
		base = roots[i].variable;
		way = path_relative(a, roots[i].root, folder);
	}
	scoped_buf text = { 0 };
	quote_value(&text, way);
	return arena_printf(a, "%s/" STR_FMT, base, STR_ARG(buf_str(&text)));
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

static int by_text(const void *a, const void *b)
{
	return str_compare(*(const Str *)a, *(const Str *)b);
}

typedef VEC(Str) Names;

/* What one unit needs of other packages: their libraries, and those that hold its script or run. */
static void add_requires(const BidContext *c, UnitId id, Arena *a, Names *out)
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

void bid_emit_places(const BidContext *c, const char *pkgdir, Buf *out)
{
	scoped_arena scratch = { 0 };
	buf_printf(out, "PKGDIR       ?= %s\n", pkgdir);
	if (!c->tree.len) {
		buf_add(out, STR("L4DIR        ?= $(PKGDIR)/../bid\n\n"));
		return;
	}
	const Str way = path_relative(&scratch, c->out, c->tree);
	buf_printf(out, "L4DIR        ?= $(PKGDIR)/../" STR_FMT "\n", STR_ARG(way));
	buf_add(out, STR("RS_IMPORT     = $(PKGDIR)/..\n\n"));
}

void bid_emit_control(const BidContext *c, const BidPackage *p, Buf *out)
{
	scoped_arena scratch = { 0 };
	Names requires = { 0 };
	const Manifest *m = c->plan->graph->packages->packages[p->pkg].manifest;
	/* dev-dependencies may go round in circles: BID would not like them here */
	for (size_t i = 0; i < p->count; i++)
		if (plan_is_built(c->plan, p->units[i]))
			add_requires(c, p->units[i], &scratch, &requires);
	if (requires.count)
		qsort(requires.items, requires.count, sizeof(Str), by_text);
	buf_add(out, STR("# " BID_MARK "; edits will be lost.\n"));
	buf_printf(out, "provides: " STR_FMT,
	           STR_ARG(plan_pc_name(&scratch, c->plan->scope, p->folder)));
	for (size_t i = 0; i < p->count; i++) {
		const Str names = c->plan->units[p->units[i]].provides;
		buf_printf(out, "%s" STR_FMT, names.len ? " " : "", STR_ARG(names));
	}
	buf_add(out, STR("\nrequires:"));
	for (size_t i = 0; i < requires.count; i++)
		if (i == 0 || !str_eq(requires.items[i], requires.items[i - 1]))
			buf_printf(out, " " STR_FMT, STR_ARG(requires.items[i]));
	Str author = m->info.authors.count ? m->info.authors.items[0] : STR("none"), line, rest;
	str_cut(author, '\n', &line, &rest);
	buf_printf(out, "\nmaintainer: " STR_FMT "\n", STR_ARG(line));
}

static void put_parts(const BidContext *c, const BidPackage *p, bool built, Buf *out)
{
	scoped_buf parts = { 0 };
	for (size_t i = 0; i < p->count; i++)
		if (plan_is_built(c->plan, p->units[i]) == built)
			buf_printf(&parts, " " STR_FMT, STR_ARG(c->plan->units[p->units[i]].part));
	if (built || parts.len)
		buf_printf(out, "%-13s =" STR_FMT "\n", built ? "TARGET" : "RS_TEST_PARTS",
		           STR_ARG(buf_str(&parts)));
}

void bid_emit_subdirs(const BidContext *c, const BidPackage *p, Buf *out)
{
	const Package *k = &c->plan->graph->packages->packages[p->pkg];
	buf_printf(out, "# " STR_FMT " " STR_FMT ": " BID_MARK "; edits will be lost.\n",
	           STR_ARG(k->name), STR_ARG(k->version.text));
	bid_emit_places(c, ".", out);
	put_parts(c, p, true, out);
	put_parts(c, p, false, out);
	buf_add(out, STR("\ninclude $(L4DIR)/mk/subdir.mk\n"));
}

static void add_file(BidFiles *out, Str folder, Str part, const char *name, Buf *text)
{
	const char *slash = part.len ? "/" : "";
	*vec_push(out->arena, &out->list, BidFile) = (BidFile){
		.path = arena_printf(out->arena, STR_FMT "%s" STR_FMT "%s%s", STR_ARG(folder),
		                     slash, STR_ARG(part), folder.len ? "/" : "", name),
		.text = arena_str(out->arena, buf_str(text)),
	};
	buf_clear(text);
}

static void emit_package(const BidContext *c, const BidPackage *p, Buf *text, BidFiles *out)
{
	bid_emit_control(c, p, text);
	add_file(out, p->folder, STR(""), "Control", text);
	if (plan_has_parts(c->plan, p)) {
		bid_emit_subdirs(c, p, text);
		add_file(out, p->folder, STR(""), "Makefile", text);
	}
	for (size_t i = 0; i < p->count; i++) {
		bid_emit_makefile(c, p->units[i], text);
		add_file(out, p->folder, c->plan->units[p->units[i]].part, "Makefile", text);
	}
}

void bid_emit(const BidContext *c, BidFiles *out)
{
	scoped_buf text = { 0 };
	for (size_t i = 0; i < c->plan->count; i++)
		emit_package(c, &c->plan->packages[i], &text, out);
	bid_emit_flat(c, &text);
	add_file(out, STR(""), STR(""), "Makefile", &text);
}
