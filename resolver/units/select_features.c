// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/buf.h"
#include "base/core/vec.h"
#include "resolver/manifest/keys.h"
#include "resolver/units/select.h"

#include <stdlib.h>

typedef struct Cli { /* the command line's features, split and parsed */
	Arena *arena;
	Diag *diag;
	const PackageGraph *graph;
	const Selection *selection;
	VEC(FeatureValue) values;
	bool *used; /* by index of `values`: a root could use it */
	VEC(FeatureRoot) roots;
} Cli;

static bool is_separator(char c)
{
	return c == ',' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool add_value(Cli *c, Str text)
{
	const FeatureValue v = feature_value_parse(text);
	if (v.kind == VALUE_DEP) {
		diag_error(c->diag, NO_SPAN,
		           "feature `" STR_FMT "` is not allowed to use explicit `dep:` syntax",
		           STR_ARG(text));
		return diag_help(c->diag, "write the name of a feature; an optional dependency "
		                          "without one cannot be requested from outside");
	}
	if (v.kind == VALUE_DEP_FEATURE && str_find(v.dep_feature, '/') >= 0) {
		diag_error(c->diag, NO_SPAN,
		           "multiple slashes in feature `" STR_FMT "` is not allowed",
		           STR_ARG(text));
		return diag_help(c->diag, "write `PACKAGE/FEATURE`");
	}
	if (v.kind == VALUE_DEP_FEATURE && v.dep_feature.len == 0) {
		diag_error(c->diag, NO_SPAN,
		           "`" STR_FMT "` does not name a feature of the dependency `" STR_FMT "`",
		           STR_ARG(text), STR_ARG(v.name));
		return diag_help(c->diag, "write the feature after the slash");
	}
	*vec_push(c->arena, &c->values, FeatureValue) = v;
	return true;
}

static bool split_values(Cli *c)
{
	bool good = true;
	for (size_t i = 0; i < c->selection->features.count; i++) {
		const Str s = c->selection->features.items[i];
		for (size_t from = 0, at = 0; at <= s.len; at++)
			if (at == s.len || is_separator(s.ptr[at])) {
				if (at > from)
					good &= add_value(c, str_sub(s, from, at));
				from = at + 1;
			}
	}
	c->used = arena_array(c->arena, bool, c->values.count);
	return good;
}

/* As in Cargo, if several dependencies have the key, the last one counts. */
static const Dependency *find_dep(const Manifest *m, Str key)
{
	for (size_t i = m->dep_count; i-- > 0;)
		if (str_eq(m->deps[i].key, key))
			return &m->deps[i];
	return NULL;
}

/* Returns whether the package has a feature of that name, or an optional dependency, even if that
 * has no feature of its name. */
static bool offers_feature(const FeatureTable *t, const Manifest *m, Str name)
{
	const Dependency *d = find_dep(m, name);
	return feature_find(t, name) != MAP_NONE || (d && d->optional);
}

/* Returns the features of the command line that the package can use, and marks them as used.
 * `by_name`: `package/feature` is a feature of the package itself. */
static const FeatureValue *usable_features(Cli *c, const Manifest *m, bool by_name, size_t *count)
{
	const FeatureTable *t = m->table;
	FeatureValue *out = arena_array(c->arena, FeatureValue, c->values.count);
	*count = 0;
	for (size_t i = 0; i < c->values.count; i++) {
		FeatureValue v = c->values.items[i];
		if (by_name && v.kind == VALUE_DEP_FEATURE && !find_dep(m, v.name) &&
		    str_eq(v.name, m->name))
			v = (FeatureValue){ .kind = VALUE_FEATURE, .name = v.dep_feature };
		if (v.kind == VALUE_FEATURE ? offers_feature(t, m, v.name)
		                            : find_dep(m, v.name) != NULL) {
			out[(*count)++] = v;
			c->used[i] = true;
		}
	}
	return out;
}

static bool is_chosen(PkgList packages, PkgId id)
{
	for (size_t i = 0; i < packages.count; i++)
		if (packages.items[i] == id)
			return true;
	return false;
}

/* Lists only features of the first package, and not all: a long list hides more than it shows. */
static void list_features(const Cli *c, PkgList packages)
{
	enum { SHOWN = 12 };
	const Manifest *m = c->graph->packages[packages.items[0]].manifest;
	const FeatureTable *t = m->table;
	scoped_buf b = { 0 };
	for (size_t i = 0; i < t->count && i < SHOWN; i++)
		buf_printf(&b, "%s`" STR_FMT "`", i ? ", " : "", STR_ARG(t->defs[i].name));
	if (!t->count)
		diag_help(c->diag, "package `" STR_FMT "` has no features: leave it out",
		          STR_ARG(m->name));
	else
		diag_help(c->diag, "features of `" STR_FMT "` are " STR_FMT "%s", STR_ARG(m->name),
		          STR_ARG(buf_str(&b)), t->count > SHOWN ? " and others" : "");
}

/* --- suggestions --- */

typedef StrVec Strs;

static bool is_similar(Str name, Str candidate)
{
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	closest_offer(name, candidate, &best, &edits);
	return best.ptr && edits < best.len;
}

/* Offers `feature`, or `dependency/feature` if `dependency` is not empty. */
static void offer_feature(const Cli *c, Str dependency, Str feature, Strs *out)
{
	*vec_push(c->arena, out, Str) =
		dependency.len ? arena_printf(c->arena, STR_FMT "/" STR_FMT, STR_ARG(dependency),
	                                      STR_ARG(feature))
			       : feature;
}

static void offer_from_table(const Cli *c, const FeatureTable *t, Str wanted, Str dependency,
                             Strs *out)
{
	for (size_t i = 0; i < t->count; i++)
		if (is_similar(wanted, t->defs[i].name))
			offer_feature(c, dependency, t->defs[i].name, out);
}

/* Cargo offers only features that a record lists. We also offer all features of its package. */
static void offer_of_dependencies(const Cli *c, const Package *k, const FeatureValue *v, Strs *out)
{
	for (size_t e = 0; e < k->edge_count; e++)
		for (size_t r = 0; r < k->edges[e].record_count; r++) {
			const Str key = k->edges[e].records[r]->key;
			if (str_eq(v->name, key) || is_similar(v->name, key))
				offer_from_table(c,
				                 c->graph->packages[k->edges[e].to].manifest->table,
				                 v->dep_feature, key, out);
		}
	for (size_t d = 0; d < k->manifest->dep_count; d++) {
		const Dependency *dep = &k->manifest->deps[d];
		if (str_eq(v->name, dep->key) || is_similar(v->name, dep->key))
			for (size_t i = 0; i < dep->features.count; i++)
				if (is_similar(v->dep_feature, dep->features.items[i]))
					offer_feature(c, dep->key, dep->features.items[i], out);
	}
	if (is_similar(v->name, k->name))
		offer_from_table(c, k->manifest->table, v->dep_feature, k->name, out);
}

static void offer_of_package(const Cli *c, const Package *k, const FeatureValue *v, Strs *out)
{
	if (v->kind == VALUE_DEP_FEATURE) {
		offer_of_dependencies(c, k, v, out);
		return;
	}
	offer_from_table(c, k->manifest->table, v->name, STR(""), out);
	for (size_t d = 0; d < k->manifest->dep_count; d++)
		if (k->manifest->deps[d].optional && is_similar(v->name, k->manifest->deps[d].key))
			offer_feature(c, STR(""), k->manifest->deps[d].key, out);
}

/* Returns whether the offer is what the user wrote. */
static bool is_written(const FeatureValue *v, Str offer)
{
	Str key, feature;
	return v->kind == VALUE_DEP_FEATURE && str_cut(offer, '/', &key, &feature) &&
	       str_eq(key, v->name) && str_eq(feature, v->dep_feature);
}

/* Like Cargo, shows at most five, sorted. Returns false if there are none. */
static bool suggest_similar(const Cli *c, PkgList packages, const FeatureValue *v)
{
	enum { SHOWN = 5 };
	Strs found = { 0 };
	scoped_buf b = { 0 };
	size_t shown = 0;
	for (size_t p = 0; p < packages.count; p++)
		offer_of_package(c, &c->graph->packages[packages.items[p]], v, &found);
	if (!found.count)
		return false;
	qsort(found.items, found.count, sizeof(Str), str_compare_items);
	for (size_t i = 0; i < found.count && shown < SHOWN; i++)
		if ((!i || !str_eq(found.items[i], found.items[i - 1])) &&
		    !is_written(v, found.items[i]))
			buf_printf(&b, "%s`" STR_FMT "`", shown++ ? ", " : "",
			           STR_ARG(found.items[i]));
	if (!shown)
		return false;
	diag_help(c->diag,
	          shown == 1 ? "there is a similarly named feature: " STR_FMT
	                     : "there are similarly named features: " STR_FMT,
	          STR_ARG(buf_str(&b)));
	return true;
}

/* Suggests a member that has the feature. Returns false if there is none. */
static bool suggest_member(const Cli *c, const FeatureValue *v)
{
	for (PkgId i = 0; v->kind == VALUE_FEATURE && i < c->graph->count; i++) {
		const Package *k = &c->graph->packages[i];
		if (k->member && feature_find(k->manifest->table, v->name) != MAP_NONE) {
			diag_help(c->diag,
			          "package `" STR_FMT "` has it: select it with `-p " STR_FMT "`",
			          STR_ARG(k->name), STR_ARG(k->name));
			return true;
		}
	}
	return false;
}

static bool check_all_used(Cli *c, PkgList packages)
{
	bool good = true;
	for (size_t i = 0; i < c->values.count; i++) {
		const FeatureValue *v = &c->values.items[i];
		if (c->used[i])
			continue;
		good = false;
		const Str name = c->graph->packages[packages.items[0]].name;
		const bool dep = v->kind == VALUE_DEP_FEATURE;
		if (packages.count == 1)
			diag_error(c->diag, NO_SPAN,
			           "the package `" STR_FMT
			           "` does not contain this feature: " STR_FMT "%s%s" STR_FMT,
			           STR_ARG(name), STR_ARG(v->name), v->weak ? "?" : "",
			           dep ? "/" : "", STR_ARG(v->dep_feature));
		else
			diag_error(c->diag, NO_SPAN,
			           "none of the selected packages contains this "
			           "feature: " STR_FMT "%s%s" STR_FMT,
			           STR_ARG(v->name), v->weak ? "?" : "", dep ? "/" : "",
			           STR_ARG(v->dep_feature));
		if (!suggest_member(c, v) && !suggest_similar(c, packages, v))
			list_features(c, packages);
	}
	return good;
}

static bool enables_dep(const FeatureDef *f, Str key)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->values[i].kind == VALUE_DEP && str_eq(f->values[i].name, key))
			return true;
	return false;
}

/* The features table has `dep:KEY`, so there is no implicit feature KEY. */
static bool no_implicit_feature(const Cli *c, const Package *k, const FeatureTable *t, Str key)
{
	diag_error(c->diag, NO_SPAN,
	           "package `" STR_FMT " v" STR_FMT "` does not have feature `" STR_FMT
	           "`: the optional dependency of that name is written `dep:" STR_FMT
	           "` in its `features` table",
	           STR_ARG(k->name), STR_ARG(k->version.text), STR_ARG(key), STR_ARG(key));
	for (size_t i = 0; i < t->count; i++)
		if (enables_dep(&t->defs[i], key)) {
			diag_help(c->diag, "feature `" STR_FMT "` would enable it",
			          STR_ARG(t->defs[i].name));
			break;
		}
	return false;
}

/* Checks that roots have the features that are requested of them. Features that follow from these
 * were checked when the graph was made. */
static bool check_roots(const Cli *c)
{
	bool good = true;
	for (size_t r = 0; r < c->roots.count; r++) {
		const FeatureRoot *root = &c->roots.items[r];
		const Package *k = &c->graph->packages[root->pkg];
		const FeatureTable *t = k->manifest->table;
		for (size_t i = 0; i < root->count; i++)
			if (root->values[i].kind == VALUE_FEATURE &&
			    feature_find(t, root->values[i].name) == MAP_NONE)
				good = no_implicit_feature(c, k, t, root->values[i].name);
	}
	return good;
}

static void add_root(Cli *c, PkgId pkg, const FeatureValue *values, size_t count, bool plain)
{
	*vec_push(c->arena, &c->roots, FeatureRoot) = (FeatureRoot){
		.pkg = pkg,
		.values = values,
		.count = count,
		.all = !plain && c->selection->all_features,
		.no_default = !plain && c->selection->no_default_features,
	};
}

/* As in Cargo, if `-p` names only packages outside of the workspace, the roots are all members with
 * their default features. */
static bool roots_for_outsiders(Cli *c)
{
	const Selection *s = c->selection;
	if (c->values.count || s->all_features || s->no_default_features) {
		diag_error(c->diag, NO_SPAN,
		           "cannot specify features for packages outside of workspace");
		diag_help(c->diag,
		          "leave the feature flags out, or select a member of the workspace");
		return false;
	}
	for (PkgId i = 0; i < c->graph->count; i++)
		if (c->graph->packages[i].member)
			add_root(c, i, NULL, 0, true);
	return true;
}

static bool roots_new(Cli *c, PkgList packages)
{
	for (size_t i = 0; i < packages.count; i++) {
		const Package *k = &c->graph->packages[packages.items[i]];
		if (!k->member)
			continue;
		size_t count;
		const FeatureValue *values = usable_features(c, k->manifest, true, &count);
		add_root(c, packages.items[i], values, count, false);
	}
	return c->roots.count ? check_all_used(c, packages) : roots_for_outsiders(c);
}

/* Returns whether it is `member/feature` for a selected member that is not the current package. */
static bool is_for_member(const Cli *c, PkgList packages, const FeatureValue *v)
{
	for (size_t i = 0; v->kind == VALUE_DEP_FEATURE && i < packages.count; i++) {
		const Package *k = &c->graph->packages[packages.items[i]];
		if (k->member && k->manifest != c->graph->workspace->current &&
		    str_eq(k->name, v->name))
			return true;
	}
	return false;
}

static void root_of_current(Cli *c, PkgList packages, PkgId current)
{
	const Package *k = &c->graph->packages[current];
	size_t usable_count, count = 0;
	usable_features(c, k->manifest, false, &usable_count); /* sets c->used */
	FeatureValue *values = arena_array(c->arena, FeatureValue, c->values.count);
	for (size_t i = 0; i < c->values.count; i++)
		if (is_for_member(c, packages, &c->values.items[i]))
			c->used[i] = true; /* even if that member has no such feature */
		else if (c->used[i])
			values[count++] = c->values.items[i];
	add_root(c, current, values, count, false);
}

static void root_of_other(Cli *c, PkgList packages, PkgId id)
{
	const Package *k = &c->graph->packages[id];
	FeatureValue *values = arena_array(c->arena, FeatureValue, c->values.count);
	size_t count = 0;
	for (size_t i = 0; i < c->values.count; i++) {
		const FeatureValue *v = &c->values.items[i];
		if (is_for_member(c, packages, v) && str_eq(v->name, k->name))
			values[count++] =
				(FeatureValue){ .kind = VALUE_FEATURE, .name = v->dep_feature };
	}
	add_root(c, id, values, count, true);
	c->roots.items[c->roots.count - 1].all = c->selection->all_features;
}

/* As in Cargo, under resolver 1 in the folder of a package, that package is always a root, and the
 * feature flags are its own. */
static bool roots_old(Cli *c, PkgList packages)
{
	PkgList current = { 0 };
	for (PkgId i = 0; i < c->graph->count; i++) {
		const Package *k = &c->graph->packages[i];
		if (k->member && k->manifest == c->graph->workspace->current) {
			root_of_current(c, packages, i);
			PkgId *one = arena_new(c->arena, PkgId);
			*one = i;
			current = (PkgList){ one, 1 };
		} else if (k->member && is_chosen(packages, i)) {
			root_of_other(c, packages, i);
		}
	}
	return check_all_used(c, current.count ? current : packages);
}

bool select_feature_roots(const Select *s, PkgList packages, FeatureRequest *out)
{
	const Workspace *ws = s->graph->workspace;
	Cli c = {
		.arena = s->arena, .diag = s->diag, .graph = s->graph, .selection = s->selection
	};
	if (!split_values(&c))
		return false;
	const bool old = ws->resolver == 1 && ws->current->has_package;
	if (!(old ? roots_old(&c, packages) : roots_new(&c, packages)) || !check_roots(&c))
		return false;
	*out = (FeatureRequest){ c.roots.items, c.roots.count, selection_wants_dev(s->selection) };
	return true;
}
