// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/verify/facts.h"

#include "base/core/vec.h"

#include <inttypes.h>
#include <stdlib.h>

const char *const fact_names[FACT_COUNT] = {
	"name",
	"version",
	"source",
	"kind",
	"target",
	"platform",
	"mode",
	"crate_types",
	"src",
	"edition",
	"profile.name",
	"profile.opt_level",
	"profile.lto",
	"profile.codegen_units",
	"profile.debuginfo",
	"profile.debug_assertions",
	"profile.overflow_checks",
	"profile.rpath",
	"profile.incremental",
	"profile.panic",
	"profile.strip",
};

const char *facts_profile_key(size_t fact)
{
	return fact_names[fact] + sizeof("profile.") - 1;
}

Str facts_text(Arena *a, const Json *v)
{
	uint64_t number;
	switch (json_kind(v)) {
	case JSON_STRING:
		return arena_str(a, json_text(v));
	case JSON_NUMBER:
		return json_whole(v, &number) ? arena_printf(a, "%" PRIu64, number) : (Str){ 0 };
	case JSON_BOOL:
		return json_truth(v, false) ? STR("true") : STR("false");
	case JSON_NULL:
		return STR("null");
	default:
		return (Str){ 0 };
	}
}

StrList facts_sorted(Arena *a, const Json *list)
{
	StrVec out = { 0 };
	json_each(item, list) * vec_push(a, &out, Str) = facts_text(a, item);
	if (out.count)
		qsort(out.items, out.count, sizeof(Str), str_compare_items);
	return (StrList){ out.items, out.count };
}

Str facts_joined(Arena *a, const Json *list)
{
	const StrList items = facts_sorted(a, list);
	scoped_buf text = { 0 };
	for (size_t i = 0; i < items.count; i++) {
		if (i)
			buf_char(&text, ',');
		buf_add(&text, items.items[i]);
	}
	return arena_str(a, buf_str(&text));
}

static size_t list_length(const Json *list)
{
	size_t n = 0;
	json_each(item, list) n++;
	return n;
}

static bool number_of_unit(const Json *v, size_t count, uint32_t *out)
{
	uint64_t n;
	if (!json_whole(v, &n) || n >= count)
		return false;
	*out = (uint32_t)n;
	return true;
}

static bool read_deps(const FactsContext *c, const Json *list, const FactsSchema *s,
                      const GraphFacts *g, UnitFacts *out)
{
	FactDep *deps = arena_array(c->arena, FactDep, list_length(list) + 1);
	json_each(item, list)
	{
		FactDep *d = &deps[out->dep_count++];
		*d = (FactDep){
			.extern_name = arena_str(c->arena, json_string(item, s->dep_extern)),
			.public = json_bool(item, "public", false),
			.noprelude = json_bool(item, "noprelude", false),
		};
		if (!number_of_unit(json_get(item, s->dep_unit), g->count, &d->unit)) {
			diag_error(c->diag, NO_SPAN, "`%s`: a dependency of unit %zu is not a unit",
			           c->src->path, (size_t)(out - g->units));
			return diag_help(
				c->diag,
				"generate the file again with `l4cargo graph --format json`");
		}
	}
	out->deps = deps;
	return true;
}

static bool read_unit(const FactsContext *c, const Json *unit, const FactsSchema *s,
                      const GraphFacts *g, UnitFacts *out)
{
	if (!s->unit(c, unit, out))
		return false;
	for (size_t i = 0; i < FACT_COUNT; i++)
		if (!out->facts[i].ptr) {
			diag_error(c->diag, NO_SPAN, "`%s`: unit %zu has no `%s`", c->src->path,
			           (size_t)(out - g->units), fact_names[i]);
			return diag_help(
				c->diag,
				"generate the file again with `l4cargo graph --format json`");
		}
	out->features = facts_sorted(c->arena, json_get(unit, "features"));
	return read_deps(c, json_get(unit, s->deps), s, g, out);
}

const GraphFacts *facts_read_as(const FactsContext *c, const Json *root, const FactsSchema *s)
{
	const Json *units = json_get(root, "units"), *roots = json_get(root, "roots");
	if (json_kind(units) != JSON_LIST || json_kind(roots) != JSON_LIST) {
		diag_error(c->diag, NO_SPAN, "`%s` has no list of units and of roots",
		           c->src->path);
		diag_help(c->diag, "generate the file with `l4cargo graph --format json`");
		return NULL;
	}
	GraphFacts *g = arena_new(c->arena, GraphFacts);
	g->count = list_length(units);
	g->units = arena_array(c->arena, UnitFacts, g->count + 1);
	g->roots = arena_array(c->arena, uint32_t, list_length(roots) + 1);
	UnitFacts *next = g->units;
	json_each(unit, units) if (!read_unit(c, unit, s, g, next++)) return NULL;
	json_each(item, roots) if (!number_of_unit(item, g->count, &g->roots[g->root_count++]))
	{
		diag_error(c->diag, NO_SPAN, "`%s`: a root is not a unit", c->src->path);
		diag_help(c->diag, "generate the file again with `l4cargo graph --format json`");
		return NULL;
	}
	return g;
}

static bool own_unit(const FactsContext *c, const Json *unit, UnitFacts *out)
{
	for (size_t i = 0; i < FACT_PROFILE; i++)
		out->facts[i] = i == FACT_CRATE_TYPES
		                        ? facts_joined(c->arena, json_get(unit, fact_names[i]))
		                        : facts_text(c->arena, json_get(unit, fact_names[i]));
	const Json *profile = json_get(unit, "profile");
	for (size_t i = FACT_PROFILE; i < FACT_COUNT; i++)
		out->facts[i] = facts_text(c->arena, json_get(profile, facts_profile_key(i)));
	return true;
}

const GraphFacts *facts_read(const FactsContext *c)
{
	static const FactsSchema schema = { "deps", "unit", "extern", own_unit };
	scoped_json root = json_read(c->src, c->diag);
	if (!root)
		return NULL;
	if (str_eq(json_string(root, "schema"), STR("l4cargo-graph/1")))
		return facts_read_as(c, root, &schema);
	diag_error(c->diag, NO_SPAN, "`%s` is not of schema `l4cargo-graph/1`", c->src->path);
	diag_help(c->diag, "`l4cargo graph --format json` writes such files");
	return NULL;
}
