// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "base/core/buf.h"
#include "resolver/manifest/keys.h"

#include <stdlib.h>

#define SHOWN_MAX 10 /* problems that are shown; further ones are only counted, or left out */

void graph_problem(GraphBuild *g, Problem p)
{
	*vec_push(g->scratch, &g->problems, Problem) = p;
}

void graph_doubt(GraphBuild *g, Problem p)
{
	p.kind = g->want->trust == LOCK_REFUSED ? PROBLEM_STALE : PROBLEM_DOUBT;
	if (g->want->trust != LOCK_TAKEN)
		graph_problem(g, p);
}

Problem graph_stale_node(const GraphBuild *g, NodeId node, const char *before, const char *after)
{
	const GraphNode *n = &g->nodes[node];
	return (Problem){ .kind = PROBLEM_STALE,
		          .node = node,
		          .at = n->lock->at,
		          .text = arena_printf(g->arena, "%s`" STR_FMT " " STR_FMT "`%s", before,
		                               STR_ARG(n->name), STR_ARG(n->version.text), after) };
}

static void similar_feature(GraphBuild *g, const FeatureTable *t, Problem *p, Str feature)
{
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	for (size_t i = 0; i < t->count; i++)
		closest_offer(feature, t->defs[i].name, &best, &edits);
	if (best.ptr)
		p->help = arena_printf(g->arena,
		                       "there is a feature `" STR_FMT "` with a similar name",
		                       STR_ARG(best));
	if (best.ptr || !t->count)
		return;
	scoped_buf b = { 0 };
	for (size_t i = 0; i < t->count; i++)
		buf_printf(&b, "%s" STR_FMT,
		           i ? ", " : "available features: ", STR_ARG(t->defs[i].name));
	p->help = arena_str(g->arena, buf_str(&b));
}

void graph_missing_feature(GraphBuild *g, NodeId node, const WantedFeature *r)
{
	const GraphNode *n = &g->nodes[node];
	Problem p = { .kind = PROBLEM_FEATURE, .node = r->from, .at = r->record->at };
	p.record = (uint32_t)(r->record - g->nodes[r->from].manifest->deps);
	p.text =
		arena_printf(g->arena,
	                     "package `" STR_FMT "` depends on `" STR_FMT "` with feature `" STR_FMT
	                     "` but `" STR_FMT "` does not have that feature",
	                     STR_ARG(g->nodes[r->from].name), STR_ARG(n->name), STR_ARG(r->feature),
	                     STR_ARG(n->name));
	for (size_t i = 0; i < n->manifest->dep_count; i++) {
		const Dependency *d = &n->manifest->deps[i];
		if (!str_eq(d->key, r->feature))
			continue;
		p.note = d->optional ? STR("an optional dependency with that name exists, but the "
		                           "features table uses it with `dep:`, so there is no "
		                           "implicit feature with that name")
		                     : STR("a required dependency with that name exists, but only "
		                           "optional dependencies can be used as features");
	}
	if (!p.note.len)
		similar_feature(g, n->features, &p, r->feature);
	graph_problem(g, p);
}

static int compare_problems(const void *a, const void *b)
{
	const Problem *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	if (x->record != y->record)
		return x->record < y->record ? -1 : 1;
	return str_compare(x->text, y->text);
}

static void report_stale(const GraphBuild *g, size_t count)
{
	const Problem *all = g->problems.items;
	diag_error(g->diag, all[0].at, "the lock file %s needs to be updated but %s",
	           g->lock->src->path, g->want->locked);
	for (size_t i = 0; i < count && i < SHOWN_MAX; i++)
		diag_note(g->diag, i ? all[i].at : NO_SPAN, STR_FMT, STR_ARG(all[i].text));
	if (count > SHOWN_MAX)
		diag_note(g->diag, NO_SPAN, "and %zu more", count - SHOWN_MAX);
	diag_help(g->diag, "run `cargo update --workspace`%s", g->want->locked_help);
}

static void report_errors(const GraphBuild *g, size_t count)
{
	for (size_t i = 0; i < count && i < SHOWN_MAX; i++) {
		const Problem *p = &g->problems.items[i];
		diag_error(g->diag, p->at, STR_FMT, STR_ARG(p->text));
		if (p->note.len)
			diag_note(g->diag, p->note_at, STR_FMT, STR_ARG(p->note));
		if (p->help.len)
			diag_help(g->diag, STR_FMT, STR_ARG(p->help));
	}
}

/* Sorts the problems and removes duplicates: the walk can meet a record more than once. */
static void sort_problems(GraphBuild *g)
{
	Problem *all = g->problems.items;
	size_t kept = 0;
	qsort(all, g->problems.count, sizeof *all, compare_problems);
	for (size_t i = 0; i < g->problems.count; i++)
		if (!kept || compare_problems(&all[kept - 1], &all[i]) != 0)
			all[kept++] = all[i];
	g->problems.count = kept;
}

/* Reports the errors of broken manifests that records lead to. Returns whether there are any. */
static bool report_broken(const GraphBuild *g)
{
	bool any = false;
	for (size_t i = 0; i < g->locals.broken.count; i++) {
		if (g->locals.broken.items[i].needed)
			diag_say(g->diag, &g->locals.broken.items[i].why);
		any |= g->locals.broken.items[i].needed;
	}
	return any;
}

/* Reports only problems of the first kind that occurs: the others may be consequences. */
GraphResult graph_report(GraphBuild *g)
{
	Problem *all = g->problems.items;
	size_t count = 0;
	if (report_broken(g))
		return GRAPH_FAILED;
	if (!g->problems.count)
		return GRAPH_OK;
	sort_problems(g);
	while (count < g->problems.count && all[count].kind == all[0].kind)
		count++;
	if (all[0].kind == PROBLEM_DOUBT)
		return GRAPH_DOUBTFUL;
	if (all[0].kind == PROBLEM_NOT_LOCKED)
		return GRAPH_NEEDS_MORE;
	if (all[0].kind != PROBLEM_STALE) {
		report_errors(g, count);
		return GRAPH_FAILED;
	}
	if (g->want->locked)
		report_stale(g, count);
	return GRAPH_OUTDATED;
}
