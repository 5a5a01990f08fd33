// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/import.h"

#include "base/text/path.h"
#include "bridge/import/make_inputs.h"
#include "bridge/import/tree.h"
#include "bridge/project/provider.h"
#include "emitters/bid/arch.h"

/* Makes the files of `sets`: the units of the whole import or of one architecture. `in_parts` is
 * that of plan_make_in_parts. */
static bool emit_sets(const Import *i, const UnitSets *sets, const Map *in_parts, BidFiles *files)
{
	Session *s = i->session;
	Str cache;
	const BidPlan *plan = plan_make_in_parts(&s->arena, &s->diag, sets, i->scope, in_parts);
	if (!plan || !store_default_folder(&s->arena, s->env, &s->diag, &cache) ||
	    (i->tree.len && !import_tree_check_names(s, i->tree, i->out, plan)))
		return false;
	const BidContext context = {
		.plan = plan,
		.config = i->config,
		.out = i->out,
		.store = path_join(&s->arena, cache, STR("crates")),
		.git = gitstore_checkouts(&s->arena, cache),
		.library = path_join(&s->arena, cache, STR("library")),
		.targets = path_join(&s->arena, cache, STR("targets")),
		.tree = i->tree,
		.natives = i->links.items,
		.native_count = i->links.count,
		.published = i->published.name.len > 0,
		.std = i->std,
		.renewed = make_inputs_apply(i),
		.title = i->title,
	};
	return bid_emit(&context, &s->diag, files);
}

typedef struct ArchSets { /* an import's architectures, and the units of each */
	BidReading readings[BID_ARCHES_MAX];
	const UnitSets *sets[BID_ARCHES_MAX];
	size_t count;
} ArchSets;

/* Splits the units by architecture. Units for other platforms belong to each of them. */
static void part_by_arch(const Import *i, ArchSets *out)
{
	Arena *a = &i->session->arena;
	const Toolchain *t = i->units->graph->packages->toolchain;
	for (size_t k = 0; k < t->target_count; k++) {
		bool *platforms = arena_array(a, bool, t->target_count);
		if (!triple_is_l4re(t->targets[k].triple))
			continue;
		for (size_t other = 0; other < t->target_count; other++)
			platforms[other] = other == k || !triple_is_l4re(t->targets[other].triple);
		out->readings[out->count] = (BidReading){
			bid_arch_of(t->targets[k].triple),
			{ .arena = a },
		};
		out->sets[out->count++] = unit_sets_part(a, i->units, platforms);
	}
}

/* Finds the packages that have parts for an architecture; they then have parts for all. */
static bool find_parts(const Import *i, const ArchSets *x, Map *in_parts)
{
	Session *s = i->session;
	const bool quiet = s->diag.quiet;
	map_init(in_parts, &s->arena, 2 * i->units->graph->count);
	for (size_t k = 0; k < x->count; k++) {
		const BidPlan *p = plan_make(&s->arena, &s->diag, x->sets[k], i->scope);
		s->diag.quiet = true; /* the others would repeat the warnings */
		for (size_t n = 0; p && n < p->count; n++)
			if (plan_has_parts(p, &p->packages[n]))
				map_put(in_parts, p->packages[n].folder, 1);
		if (!p)
			return false;
	}
	s->diag.quiet = quiet;
	return true;
}

static bool emit_by_arch(const Import *i, BidFiles *files)
{
	Session *s = i->session;
	ArchSets *x = arena_new(&s->arena, ArchSets);
	Map in_parts;
	const bool quiet = s->diag.quiet;
	part_by_arch(i, x);
	if (x->count < 2)
		return emit_sets(i, i->units, NULL, files);
	bool good = find_parts(i, x, &in_parts);
	s->diag.quiet = true;
	for (size_t k = 0; good && k < x->count; k++)
		good = emit_sets(i, x->sets[k], &in_parts, &x->readings[k].files);
	s->diag.quiet = quiet;
	return good && bid_merge(x->readings, x->count, &s->diag, files);
}

bool import_emit(const Import *i, BidFiles *files)
{
	if (!units_check_crate_types(&i->session->diag, i->units->graph))
		return false;
	if (i->tree.len)
		return emit_by_arch(i, files);
	return emit_sets(i, i->units, NULL, files) &&
	       tool_add_make_side(i->session, &i->tool, files);
}
