// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/buf.h"
#include "base/core/vec.h"
#include "base/files/glob.h"
#include "resolver/manifest/keys.h"
#include "resolver/units/named.h"
#include "resolver/units/select.h"

/* The targets that a group of Cargo's options selects, such as `--bin` and `--bins`. */
typedef struct Rule {
	const char *what;
	const StrList *names;
	bool (*takes)(const Target *t); /* with `all`, used instead of `kind` if not NULL */
	TargetKind kind;
	bool all, test_mode;
} Rule;

typedef struct Chooser {
	Arena *arena;
	Diag *diag;
	const Features *features;
	const PackageGraph *graph;
	const Selection *selection;
	PkgList packages;
	VEC(ChosenTarget) out;
} Chooser;

static bool is_tested(const Target *t)
{
	return t->test;
}

static bool is_benched(const Target *t)
{
	return t->bench;
}

static bool record_counts(const PackageGraph *g, const Dependency *d, const RequiredBy *by)
{
	if (d->kind == DEP_DEV && !by->dev)
		return false;
	const bool every = by->kind == PLATFORM_REQUESTED;
	for (size_t i = 0; every && i < g->toolchain->target_count; i++)
		if (features_platform_active(g, d, (int)i))
			return true;
	return features_platform_active(g, d, PLATFORM_HOST) ||
	       (!every && features_platform_active(g, d, by->kind));
}

/* As in Cargo, all records of an edge count if one does. */
static bool edge_counts(const PackageGraph *g, const Edge *e, const RequiredBy *by)
{
	for (size_t r = 0; r < e->record_count; r++)
		if (record_counts(g, e->records[r], by))
			return true;
	return false;
}

static bool edge_has(const Features *f, const PackageGraph *g, const Edge *e, Str key, Str name)
{
	for (size_t r = 0; r < e->record_count; r++) {
		const Dependency *d = e->records[r];
		const bool host = d->kind == DEP_BUILD || g->packages[e->to].manifest->proc_macro;
		if (str_eq(d->key, key) &&
		    features_has(f, e->to, host ? FOR_HOST : FOR_NORMAL, name))
			return true;
	}
	return false;
}

static bool has_feature(const Features *f, const PackageGraph *g, PkgId pkg, Str wanted,
                        const RequiredBy *by)
{
	Str key, name;
	if (!str_cut(wanted, '/', &key, &name))
		return features_has(f, pkg, FOR_NORMAL, wanted);
	const Package *p = &g->packages[pkg];
	for (size_t i = 0; i < p->edge_count; i++)
		if (edge_counts(g, &p->edges[i], by) && edge_has(f, g, &p->edges[i], key, name))
			return true;
	return false;
}

bool select_has_required(const Features *f, const PackageGraph *g, PkgId pkg, const Target *t,
                         const RequiredBy *by)
{
	for (size_t i = 0; i < t->required_features.count; i++)
		if (!has_feature(f, g, pkg, t->required_features.items[i], by))
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
	           STR_ARG(t->raw_name), STR_ARG(c->graph->packages[pkg].name),
	           STR_ARG(buf_str(&list)));
	diag_help(c->diag, "consider enabling them by passing `--features=\"" STR_FMT "\"`",
	          STR_ARG(buf_str(&list)));
	return false;
}

/* Cargo checks `required-features` when it chooses a root. `cargo install` does not, and so we do
 * not for a published crate. */
static bool required_allowed(const Chooser *c, const Target *t)
{
	for (size_t i = 0; !c->graph->workspace->published && i < t->required_features.count; i++) {
		const Str text = t->required_features.items[i];
		const FeatureValue v = feature_value_parse(text);
		if (v.kind != VALUE_DEP && !(v.kind == VALUE_DEP_FEATURE && v.weak))
			continue;
		diag_error(c->diag, t->at,
		           "invalid feature `" STR_FMT "` in required-features of target `" STR_FMT
		           "`: %s not allowed in required-features",
		           STR_ARG(text), STR_ARG(t->raw_name),
		           v.kind == VALUE_DEP ? "`dep:` prefixed feature values are"
		                               : "optional dependency with `?` is");
		return diag_help(c->diag, "name a feature, or write `DEPENDENCY/FEATURE`");
	}
	return true;
}

static bool not_built(const Chooser *c, const Package *k)
{
	diag_error(c->diag, NO_SPAN,
	           "package `" STR_FMT "@" STR_FMT
	           "` is not part of this build: it is used on another platform, or only by tests",
	           STR_ARG(k->name), STR_ARG(k->version.text));
	return diag_help(c->diag,
	                 "give its platform with --target; `cargo tree --target all -i " STR_FMT
	                 "` shows the packages that use it",
	                 STR_ARG(k->name));
}

/* `demanded`: the user named the target, so missing features are an error. */
static bool choose_target(Chooser *c, ChosenTarget choice, bool demanded)
{
	const RequiredBy by = { selection_wants_dev(c->selection), PLATFORM_REQUESTED };
	if (!required_allowed(c, choice.target))
		return false;
	if (choice.target->kind != TARGET_LIB &&
	    !select_has_required(c->features, c->graph, choice.pkg, choice.target, &by))
		return !demanded || lacks_required(c, choice.pkg, choice.target);
	if (!c->graph->packages[choice.pkg].built)
		return not_built(c, &c->graph->packages[choice.pkg]);
	*vec_push(c->arena, &c->out, ChosenTarget) = choice;
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

static bool choose_defaults(Chooser *c, PkgId pkg)
{
	const Intent intent = c->selection->intent;
	const bool test_mode = selection_tests(c->selection);
	const Manifest *m = c->graph->packages[pkg].manifest;
	for (size_t i = 0; i < m->target_count; i++) {
		const Target *t = &m->targets[i];
		/* Cargo builds examples along with tests, and tests those with `test = true`. */
		const bool as_test = test_mode && (t->kind != TARGET_EXAMPLE || t->test);
		if (in_default(intent, t) && t->kind != TARGET_CUSTOM_BUILD &&
		    !choose_target(c, (ChosenTarget){ pkg, t, as_test, false }, false))
			return false;
	}
	return intent != INTENT_TEST || !m->lib || !m->lib->doctest ||
	       !target_can_doctest(m->lib) ||
	       choose_target(c, (ChosenTarget){ pkg, m->lib, true, true }, false);
}

static bool rule_takes(const Rule *r, const Target *t, const Str *name)
{
	if (t->kind == TARGET_CUSTOM_BUILD)
		return false;
	if (!name)
		return r->takes ? r->takes(t) : t->kind == r->kind;
	if (t->kind != r->kind)
		return false;
	return glob_is_pattern(*name) ? glob_matches(*name, t->raw_name)
	                              : str_eq(t->raw_name, *name);
}

/* Like Cargo, suggests a target with a similar name, or else lists all of the kind. */
static bool no_such_target(const Chooser *c, const Rule *r, Str name)
{
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	scoped_buf list = { 0 };
	diag_error(c->diag, NO_SPAN, "no %s target %s `" STR_FMT "`", r->what,
	           glob_is_pattern(name) ? "matches pattern" : "named", STR_ARG(name));
	for (size_t p = 0; p < c->packages.count; p++) {
		const Manifest *m = c->graph->packages[c->packages.items[p]].manifest;
		for (size_t i = 0; i < m->target_count; i++)
			if (m->targets[i].kind == r->kind) {
				closest_offer(name, m->targets[i].raw_name, &best, &edits);
				buf_printf(&list, "%s`" STR_FMT "`", list.len ? ", " : "",
				           STR_ARG(m->targets[i].raw_name));
			}
	}
	if (best.ptr && edits < best.len)
		return diag_help(c->diag, "a target with a similar name exists: `" STR_FMT "`",
		                 STR_ARG(best));
	if (list.len)
		return diag_help(c->diag, "available %s targets: " STR_FMT, r->what,
		                 STR_ARG(buf_str(&list)));
	return diag_help(c->diag, "the selected packages have no %s target", r->what);
}

/* Chooses the targets that the rule takes. With a name it chooses only those of that name, and
 * there must be one. */
static bool choose_by(Chooser *c, const Rule *r, const Str *name)
{
	bool found = false, good = true;
	for (size_t p = 0; p < c->packages.count; p++) {
		const PkgId pkg = c->packages.items[p];
		const Manifest *m = c->graph->packages[pkg].manifest;
		for (size_t i = 0; i < m->target_count; i++)
			if (rule_takes(r, &m->targets[i], name)) {
				found = true;
				good &= choose_target(c,
				                      (ChosenTarget){ pkg, &m->targets[i],
				                                      r->test_mode, false },
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
	for (size_t i = 0; i < r->names->count; i++) {
		const Str *name = &r->names->items[i];
		good &= (!glob_is_pattern(*name) || named_check_pattern(c->diag, *name)) &&
		        choose_by(c, r, name);
	}
	return good;
}

static bool no_library(const Chooser *c)
{
	scoped_buf names = { 0 };
	for (size_t i = 0; i < c->packages.count; i++)
		buf_printf(&names, "%s`" STR_FMT "`", i ? ", " : "",
		           STR_ARG(c->graph->packages[c->packages.items[i]].name));
	diag_error(c->diag, NO_SPAN, "no library targets found in package%s " STR_FMT,
	           c->packages.count == 1 ? "" : "s", STR_ARG(buf_str(&names)));
	return diag_help(c->diag, "leave out --lib, or add `src/lib.rs`");
}

/* Like Cargo, ignores `doctest` of the manifest. */
static bool choose_doctests(Chooser *c)
{
	for (size_t i = 0; i < c->packages.count; i++) {
		const Package *k = &c->graph->packages[c->packages.items[i]];
		const Target *lib = k->manifest->lib;
		const ChosenTarget tested = { c->packages.items[i], lib, true, true };
		if (lib && target_can_doctest(lib)) {
			if (!choose_target(c, tested, false))
				return false;
		} else if (lib)
			diag_warning(c->diag, lib->at,
			             "doc tests are not supported for the crate types of "
			             "package `" STR_FMT "`",
			             STR_ARG(k->name));
	}
	return c->out.count || no_library(c);
}

static bool choose_filtered(Chooser *c)
{
	const TargetFilter *f = &c->selection->filter;
	const bool test_mode = selection_tests(c->selection);
	const bool all = f->all_targets;
	const StrList none = { 0 };
	const Rule rules[] = {
		{ "lib", &none, NULL, TARGET_LIB, all || f->lib, test_mode },
		{ "bin", &f->bin, NULL, TARGET_BIN, all || f->bins, test_mode },
		{ "example", &f->example, NULL, TARGET_EXAMPLE, all || f->examples, test_mode },
		{ "test", &f->test, is_tested, TARGET_TEST, all || f->tests, true },
		{ "bench", &f->bench, is_benched, TARGET_BENCH, all || f->benches, true },
	};
	bool good = true;
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		good &= choose_rule(c, &rules[i]);
		if (i == 0 && f->lib && !all && c->out.count == 0)
			return no_library(c);
	}
	return good;
}

/* As in Cargo, it is not an error if options such as `--bins` select no target. */
static void warn_of_nothing(const Chooser *c)
{
	const TargetFilter *f = &c->selection->filter;
	const struct {
		const char *name;
		bool set;
	} kinds[] = { { "bins", f->bins },
		      { "tests", f->tests },
		      { "examples", f->examples },
		      { "benches", f->benches } };
	scoped_buf list = { 0 };
	size_t count = 0;
	if (f->all_targets)
		buf_add(&list, STR("`all-targets`"));
	for (size_t i = 0; !f->all_targets && i < COUNT_OF(kinds); i++)
		if (kinds[i].set)
			buf_printf(&list, "%s`%s`", count++ ? ", " : "", kinds[i].name);
	if (list.len)
		diag_warning(c->diag, NO_SPAN,
		             "target filter%s " STR_FMT
		             " specified, but no targets matched; this is a no-op",
		             count > 1 ? "s" : "", STR_ARG(buf_str(&list)));
}

bool select_targets(const Select *select, const Features *f, PkgList packages, ChoiceList *out)
{
	const Selection *s = select->selection;
	Chooser c = { select->arena, select->diag, f, select->graph, s, packages, { 0 } };
	bool good = true;
	if (s->filter.doc)
		good = choose_doctests(&c);
	else if (target_filter_is_set(&s->filter))
		good = choose_filtered(&c);
	else
		for (size_t i = 0; i < packages.count; i++)
			good &= choose_defaults(&c, packages.items[i]);
	if (good && !c.out.count)
		warn_of_nothing(&c);
	*out = (ChoiceList){ c.out.items, c.out.count };
	return good;
}
