// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/select.h"

#include "base/buf.h"
#include "base/glob.h"
#include "base/vec.h"
#include "resolver/spec.h"

#include <stdlib.h>

typedef struct Pick { /* packages gathered so far */
	Arena *arena;
	Diag *diag;
	const PackageGraph *graph;
	bool *chosen; /* by PkgId */
} Pick;

bool selection_wants_dev(const Selection *s)
{
	const TargetFilter *f = &s->filter;
	if (s->intent == INTENT_TEST || s->intent == INTENT_BENCH)
		return true;
	return f->all_targets || f->examples || f->tests || f->benches || f->example.count ||
	       f->test.count || f->bench.count;
}

static void suggest_package(const Pick *p, Str wanted)
{
	Str best = { 0 };
	size_t least = 3;
	for (PkgId i = 0; i < p->graph->count; i++) {
		const size_t edits = str_distance(p->graph->packages[i].name, wanted, least);
		if (edits <= least && (edits < least || !best.ptr)) {
			least = edits;
			best = p->graph->packages[i].name;
		}
	}
	if (best.ptr)
		diag_help(p->diag, "a package with a similar name exists: `" STR_FMT "`",
		          STR_ARG(best));
}

/* Cargo: a spec must name exactly one package of the graph. */
static bool pick_spec(Pick *p, Str text)
{
	PackageSpec spec;
	const char *why;
	if (!spec_parse(text, p->arena, &spec, &why))
		return diag_error(p->diag, NO_SPAN,
		                  "invalid package ID specification: `" STR_FMT "`: %s",
		                  STR_ARG(text), why);
	size_t found = 0;
	PkgId last = 0;
	for (PkgId i = 0; i < p->graph->count; i++) {
		const Package *k = &p->graph->packages[i];
		if (spec_matches(&spec, k->name, &k->version, &k->source)) {
			found++;
			last = i;
		}
	}
	if (found == 1) {
		p->chosen[last] = true;
		return true;
	}
	diag_error(p->diag, NO_SPAN, "package ID specification `" STR_FMT "` %s", STR_ARG(text),
	           found ? "is ambiguous: it matches several packages"
	                 : "did not match any packages");
	if (!found)
		suggest_package(p, text);
	for (PkgId i = 0; found && i < p->graph->count; i++) {
		const Package *k = &p->graph->packages[i];
		if (spec_matches(&spec, k->name, &k->version, &k->source))
			diag_help(p->diag, "`" STR_FMT "@" STR_FMT "` is one", STR_ARG(k->name),
			          STR_ARG(k->version.text));
	}
	return false;
}

static bool pick_glob(Pick *p, Str pattern)
{
	bool found = false;
	for (PkgId i = 0; i < p->graph->count; i++)
		if (p->graph->packages[i].member &&
		    glob_matches(pattern, p->graph->packages[i].name))
			p->chosen[i] = found = true;
	if (found)
		return true;
	return diag_error(p->diag, NO_SPAN,
	                  "package pattern(s) `" STR_FMT "` not found in workspace `" STR_FMT "`",
	                  STR_ARG(pattern), STR_ARG(p->graph->workspace->root));
}

static void pick_manifest(Pick *p, const Manifest *m)
{
	for (PkgId i = 0; i < p->graph->count; i++)
		if (p->graph->packages[i].manifest == m)
			p->chosen[i] = true;
}

static bool is_excluded(const Pick *p, const Selection *s, const Package *k)
{
	for (size_t i = 0; i < s->exclude.count; i++) {
		PackageSpec spec;
		const char *why;
		const Str text = s->exclude.items[i];
		if (glob_is_pattern(text)
		            ? glob_matches(text, k->name)
		            : spec_parse(text, p->arena, &spec, &why) &&
		                      spec_matches(&spec, k->name, &k->version, &k->source))
			return true;
	}
	return false;
}

/* An exclusion that excludes nothing is only worth a warning. */
static void warn_unused_excludes(const Pick *p, const Selection *s)
{
	for (size_t i = 0; i < s->exclude.count; i++) {
		const Selection one = { .exclude = { &s->exclude.items[i], 1 } };
		bool used = false;
		for (PkgId k = 0; k < p->graph->count; k++)
			used |= p->graph->packages[k].member &&
			        is_excluded(p, &one, &p->graph->packages[k]);
		if (!used)
			diag_warning(p->diag, NO_SPAN,
			             "excluded package(s) `" STR_FMT
			             "` not found in workspace `" STR_FMT "`",
			             STR_ARG(s->exclude.items[i]),
			             STR_ARG(p->graph->workspace->root));
	}
}

static bool pick_named(Pick *p, const Selection *s)
{
	bool good = true;
	for (size_t i = 0; i < s->packages.count; i++)
		good &= glob_is_pattern(s->packages.items[i]) ? pick_glob(p, s->packages.items[i])
		                                              : pick_spec(p, s->packages.items[i]);
	return good;
}

static bool pick_members(Pick *p, const Selection *s)
{
	if (!pick_named(p, s)) /* `--workspace -p x`: x must exist */
		return false;
	for (PkgId i = 0; i < p->graph->count; i++) {
		const Package *k = &p->graph->packages[i];
		p->chosen[i] = k->member && !is_excluded(p, s, k);
	}
	warn_unused_excludes(p, s);
	return true;
}

static PkgList list_chosen(const Pick *p)
{
	size_t count = 0;
	PkgId *items = arena_array(p->arena, PkgId, p->graph->count);
	for (PkgId i = 0; i < p->graph->count; i++)
		if (p->chosen[i])
			items[count++] = i;
	return (PkgList){ items, count };
}

bool select_packages(const Select *select, PkgList *out)
{
	const PackageGraph *g = select->graph;
	const Selection *s = select->selection;
	Diag *diag = select->diag;
	const Workspace *ws = g->workspace;
	Pick p = { select->arena, diag, g, arena_array(select->arena, bool, g->count) };
	if (s->exclude.count && !s->workspace) {
		diag_error(diag, NO_SPAN, "--exclude can only be used together with --workspace");
		return false;
	}
	if (s->workspace ? !pick_members(&p, s) : !pick_named(&p, s))
		return false;
	if (!s->workspace && s->packages.count == 0)
		for (size_t i = 0; i < ws->default_count; i++)
			pick_manifest(&p, ws->defaults[i]);
	*out = list_chosen(&p);
	if (out->count)
		return true;
	if (!ws->current->has_package && ws->member_count == 0)
		return diag_error(diag, NO_SPAN,
		                  "manifest path `" STR_FMT
		                  "` contains no package: the manifest is "
		                  "virtual, and the workspace has no members",
		                  STR_ARG(ws->current->path));
	return diag_error(diag, NO_SPAN, "no packages to compile");
}

/* Which targets a filter takes; a row per group of cargo's options. */
typedef struct Rule {
	const char *what;
	TargetKind kind;
	bool all;
	const StrList *names;
	bool (*takes)(const Target *t); /* with `all`, instead of the kind */
	bool test_mode;
} Rule;

typedef struct Chooser {
	Arena *arena;
	Diag *diag;
	const Features *features;
	const PackageGraph *graph;
	const Selection *selection;
	PkgList packages;
	VEC(Choice) out;
} Chooser;

static bool is_tested(const Target *t)
{
	return t->test;
}

static bool is_benched(const Target *t)
{
	return t->bench;
}

static bool has_feature(const Features *f, const PackageGraph *g, PkgId pkg, Str wanted, bool dev)
{
	Str key, name;
	if (!str_cut(wanted, '/', &key, &name))
		return features_has(f, pkg, FOR_NORMAL, wanted);
	const Package *p = &g->packages[pkg];
	for (size_t e = 0; e < p->edge_count; e++)
		for (size_t r = 0; r < p->edges[e].record_count; r++) {
			const Dependency *d = p->edges[e].records[r];
			if (!str_eq(d->key, key) || (d->kind == DEP_DEV && !dev))
				continue;
			const bool host = d->kind == DEP_BUILD ||
			                  g->packages[p->edges[e].to].manifest->proc_macro;
			if (features_has(f, p->edges[e].to, host ? FOR_HOST : FOR_NORMAL, name))
				return true;
		}
	return false;
}

bool select_has_required(const Features *f, const PackageGraph *g, PkgId pkg, const Target *t,
                         bool dev)
{
	for (size_t i = 0; i < t->required_features.count; i++)
		if (!has_feature(f, g, pkg, t->required_features.items[i], dev))
			return false;
	return true;
}

static bool lacks_required(const Chooser *c, PkgId pkg, const Target *t)
{
	scoped_buf list = { 0 };
	for (size_t i = 0; i < t->required_features.count; i++)
		buf_printf(&list, "%s" STR_FMT, i ? " " : "",
		           STR_ARG(t->required_features.items[i]));
	diag_error(c->diag, t->at,
	           "target `" STR_FMT "` in package `" STR_FMT "` requires the features: `" STR_FMT
	           "`",
	           STR_ARG(t->name), STR_ARG(c->graph->packages[pkg].name),
	           STR_ARG(buf_str(&list)));
	diag_help(c->diag, "consider enabling them by passing `--features=\"" STR_FMT "\"`",
	          STR_ARG(buf_str(&list)));
	return false;
}

/* `demanded`: the user named the target, so missing features are an error. */
static bool choose(Chooser *c, Choice choice, bool demanded)
{
	const bool dev = selection_wants_dev(c->selection);
	if (choice.target->kind != TARGET_LIB &&
	    !select_has_required(c->features, c->graph, choice.pkg, choice.target, dev))
		return !demanded || lacks_required(c, choice.pkg, choice.target);
	*vec_push(c->arena, &c->out, Choice) = choice;
	return true;
}

static bool in_default(Intent intent, const Target *t)
{
	if (intent == INTENT_TEST)
		return t->test || t->kind == TARGET_EXAMPLE;
	if (intent == INTENT_BENCH)
		return t->bench;
	return t->kind == TARGET_LIB || t->kind == TARGET_BIN;
}

static bool is_documentable_lib(const Target *t)
{
	static const Str types[] = { STR_INIT("lib"), STR_INIT("rlib"), STR_INIT("proc-macro") };
	if (t->kind != TARGET_LIB || !t->doctest)
		return false;
	for (size_t i = 0; i < t->crate_types.count; i++)
		for (size_t k = 0; k < COUNT_OF(types); k++)
			if (str_eq(t->crate_types.items[i], types[k]))
				return true;
	return false;
}

static bool choose_defaults(Chooser *c, PkgId pkg)
{
	const Intent intent = c->selection->intent;
	const bool test_mode = intent == INTENT_TEST || intent == INTENT_BENCH;
	const Manifest *m = c->graph->packages[pkg].manifest;
	for (size_t i = 0; i < m->target_count; i++) {
		const Target *t = &m->targets[i];
		/* Cargo builds examples along with the tests, and tests those that say so. */
		const bool as_test = test_mode && (t->kind != TARGET_EXAMPLE || t->test ||
		                                   intent == INTENT_BENCH);
		if (in_default(intent, t) && t->kind != TARGET_CUSTOM_BUILD)
			choose(c, (Choice){ pkg, t, as_test, false }, false);
	}
	if (intent == INTENT_TEST && m->lib && is_documentable_lib(m->lib))
		choose(c, (Choice){ pkg, m->lib, true, true }, false);
	return true;
}

static bool rule_takes(const Rule *r, const Target *t, const Str *name)
{
	if (t->kind == TARGET_CUSTOM_BUILD)
		return false;
	if (!name)
		return r->takes ? r->takes(t) : t->kind == r->kind;
	if (t->kind != r->kind)
		return false;
	return glob_is_pattern(*name) ? glob_matches(*name, t->name) : str_eq(t->name, *name);
}

static bool no_such_target(const Chooser *c, const Rule *r, Str name)
{
	diag_error(c->diag, NO_SPAN, "no %s target %s `" STR_FMT "`", r->what,
	           glob_is_pattern(name) ? "matches pattern" : "named", STR_ARG(name));
	scoped_buf list = { 0 };
	for (size_t p = 0; p < c->packages.count; p++) {
		const Manifest *m = c->graph->packages[c->packages.items[p]].manifest;
		for (size_t i = 0; i < m->target_count; i++)
			if (m->targets[i].kind == r->kind)
				buf_printf(&list, "%s`" STR_FMT "`", list.len ? ", " : "",
				           STR_ARG(m->targets[i].name));
	}
	if (list.len)
		diag_help(c->diag, "available %s targets: " STR_FMT, r->what,
		          STR_ARG(buf_str(&list)));
	else
		diag_help(c->diag, "the selected packages have no %s target", r->what);
	return false;
}

/* All targets that the rule takes; with a name only those, of which there must be one. */
static bool choose_by(Chooser *c, const Rule *r, const Str *name)
{
	bool found = false, good = true;
	for (size_t p = 0; p < c->packages.count; p++) {
		const PkgId pkg = c->packages.items[p];
		const Manifest *m = c->graph->packages[pkg].manifest;
		for (size_t i = 0; i < m->target_count; i++)
			if (rule_takes(r, &m->targets[i], name)) {
				found = true;
				good &= choose(c,
				               (Choice){ pkg, &m->targets[i], r->test_mode, false },
				               name != NULL);
			}
	}
	return good && (found || !name || no_such_target(c, r, *name));
}

static bool choose_rule(Chooser *c, const Rule *r)
{
	if (r->all)
		return choose_by(c, r, NULL);
	bool good = true;
	for (size_t i = 0; i < r->names->count; i++)
		good &= choose_by(c, r, &r->names->items[i]);
	return good;
}

static bool no_library(const Chooser *c)
{
	return diag_error(c->diag, NO_SPAN, "no library targets found in package `" STR_FMT "`",
	                  STR_ARG(c->graph->packages[c->packages.items[0]].name));
}

static bool choose_filtered(Chooser *c)
{
	const TargetFilter *f = &c->selection->filter;
	const Intent intent = c->selection->intent;
	const bool test_mode = intent == INTENT_TEST || intent == INTENT_BENCH;
	const bool all = f->all_targets;
	const StrList none = { 0 };
	const Rule rules[] = {
		{ "lib", TARGET_LIB, all || f->lib, &none, NULL, test_mode },
		{ "bin", TARGET_BIN, all || f->bins, &f->bin, NULL, test_mode },
		{ "example", TARGET_EXAMPLE, all || f->examples, &f->example, NULL, test_mode },
		{ "test", TARGET_TEST, all || f->tests, &f->test, is_tested, true },
		{ "bench", TARGET_BENCH, all || f->benches, &f->bench, is_benched, true },
	};
	bool good = true;
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		good &= choose_rule(c, &rules[i]);
		if (i == 0 && f->lib && !all && c->out.count == 0)
			return no_library(c);
	}
	return good;
}

static bool filter_is_set(const TargetFilter *f)
{
	return f->lib || f->bins || f->examples || f->tests || f->benches || f->all_targets ||
	       f->bin.count || f->example.count || f->test.count || f->bench.count;
}

bool select_targets(const Select *select, const Features *f, PkgList packages, ChoiceList *out)
{
	const Selection *s = select->selection;
	Chooser c = { select->arena, select->diag, f, select->graph, s, packages, { 0 } };
	bool good = true;
	if (filter_is_set(&s->filter))
		good = choose_filtered(&c);
	else
		for (size_t i = 0; i < packages.count; i++)
			good &= choose_defaults(&c, packages.items[i]);
	*out = (ChoiceList){ c.out.items, c.out.count };
	return good;
}
