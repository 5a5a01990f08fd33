// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "base/core/buf.h"
#include "resolver/manifest/keys.h"

#include <stdlib.h>

#define SHOWN_MAX 10 /* of one kind of problem */

/* --- problems -------------------------------------------------------------------------------- */

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

/* A record can be met more than once. */
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

/* What is wrong with the manifests that records lead to. */
static bool report_broken(const GraphBuild *g)
{
	bool any = false;
	for (size_t i = 0; i < g->broken.count; i++) {
		if (g->broken.items[i].needed)
			diag_say(g->diag, &g->broken.items[i].why);
		any |= g->broken.items[i].needed;
	}
	return any;
}

/* Those of the first kind only: the others may be consequences. */
static GraphResult report_problems(GraphBuild *g)
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
	if (all[0].kind == PROBLEM_BEYOND)
		return GRAPH_BEYOND;
	if (all[0].kind != PROBLEM_STALE) {
		report_errors(g, count);
		return GRAPH_FAILED;
	}
	if (g->want->locked)
		report_stale(g, count);
	return GRAPH_OUTDATED;
}

/* --- the lock by itself ---------------------------------------------------------------------- */

static Problem stale_problem(const GraphBuild *g, NodeId node, const char *before,
                             const char *after)
{
	const GraphNode *n = &g->nodes[node];
	return (Problem){ .kind = PROBLEM_STALE,
		          .node = node,
		          .at = n->lock->at,
		          .text = arena_printf(g->arena, "%s`" STR_FMT " " STR_FMT "`%s", before,
		                               STR_ARG(n->name), STR_ARG(n->version.text), after) };
}

static void stale(GraphBuild *g, NodeId node, const char *before, const char *after)
{
	graph_problem(g, stale_problem(g, node, before, after));
}

/* Cargo has one activation for these: versions with the same leftmost number that is not 0. */
static bool compatible(const Version *a, const Version *b)
{
	if (a->major || b->major)
		return a->major == b->major;
	if (a->minor || b->minor)
		return a->minor == b->minor;
	return a->patch == b->patch;
}

static void check_unified(GraphBuild *g)
{
	for (NodeId i = 1; i < g->lock->count; i++) {
		const GraphNode *a = &g->nodes[i - 1], *b = &g->nodes[i];
		if (!a->is_path && !b->is_path && str_eq(a->name, b->name) &&
		    compatible(&a->version, &b->version) && source_eq(a->source, b->source))
			stale(g, i, "", " is locked beside a version that is compatible with it");
	}
}

/* A patch that is gone: what a published package wanted of it is now wanted of something else. */
static void check_patched(GraphBuild *g, NodeId from)
{
	const GraphNode *n = &g->nodes[from];
	for (size_t i = 0; i < n->lock->dep_count && !n->is_path; i++) {
		const GraphNode *to = &g->nodes[n->lock->deps[i]];
		if (!node_is_dead(to))
			continue;
		const Str after = arena_printf(g->arena,
		                               " depends on `" STR_FMT " " STR_FMT
		                               "`, a patch that does not exist any more",
		                               STR_ARG(to->name), STR_ARG(to->version.text));
		stale(g, from, "", after.ptr);
	}
}

/* What a published package depends on does not change: if it depends on that, it is to be locked
 * anew. */
static void check_cut(GraphBuild *g, NodeId from)
{
	if (g->nodes[from].lock->cut && !g->nodes[from].is_path)
		graph_doubt(g, stale_problem(g, from, "",
		                             " depends on something that is not in the file"));
}

/* Cargo takes a lock with path packages that are gone, but does not write one. */
static void check_gone(GraphBuild *g)
{
	for (NodeId i = 0; i < g->lock->count && !g->want->locked; i++)
		if (node_is_dead(&g->nodes[i]))
			stale(g, i, "there is no package ", " any more");
}

static void check_reached(GraphBuild *g)
{
	bool *seen = arena_array(g->scratch, bool, g->count);
	VEC(NodeId) stack = { 0 };
	for (NodeId i = 0; i < g->count; i++) {
		if (g->nodes[i].member)
			*vec_push(g->scratch, &stack, NodeId) = i;
	}
	while (stack.count) {
		const NodeId at = stack.items[--stack.count];
		const LockPackage *p = g->nodes[at].lock;
		if (seen[at])
			continue;
		seen[at] = true;
		check_patched(g, at);
		check_cut(g, at);
		if (p->replaced)
			*vec_push(g->scratch, &stack, NodeId) = p->replace;
		for (size_t i = 0; i < p->dep_count; i++)
			*vec_push(g->scratch, &stack, NodeId) = p->deps[i];
	}
	for (NodeId i = 0; i < g->lock->count; i++) {
		if (!seen[i] && !node_is_dead(&g->nodes[i]))
			stale(g, i, "nothing depends on ", "");
	}
}

/* Version 1 of the format says of git packages, too, that they have none. */
static void check_checksums(GraphBuild *g)
{
	for (NodeId i = 0; i < g->count; i++) {
		const GraphNode *n = &g->nodes[i];
		const bool git = !n->is_path && n->source->kind == SOURCE_GIT;
		const bool registry = !n->is_path && !git;
		if (git && g->lock->version == 1 && i < g->lock->count && !n->lock->listed)
			stale(g, i, "the checksum `<none>` of ", " is missing");
		if (registry && !n->lock->checksum.len)
			stale(g, i, "the checksum of ", " is missing");
	}
}

static void check_unused_patches(GraphBuild *g)
{
	for (size_t i = 0; i < g->lock->unused_count; i++) {
		const LockPackage *u = &g->lock->unused_patches[i];
		bool found = false;
		for (size_t k = 0; k < g->patch_count; k++) {
			const PatchUse *p = &g->patches[k];
			found = found ||
			        (p->node == NODE_NONE && str_eq(p->entry->dep.package, u->name));
		}
		if (found || (!u->has_source && map_get(&g->local_by_name, u->name) == MAP_NONE))
			continue;
		const Str text =
			arena_printf(g->arena, "`" STR_FMT "` is no longer an unused patch",
		                     STR_ARG(u->name));
		graph_problem(g, (Problem){ .kind = PROBLEM_STALE, .at = u->at, .text = text });
	}
}

static void warn_of_unused_patches(const GraphBuild *g)
{
	for (size_t i = 0; i < g->patch_count; i++) {
		const PatchUse *p = &g->patches[i];
		if (p->node != NODE_NONE)
			continue;
		diag_warning(g->diag, p->entry->dep.at,
		             "patch of `" STR_FMT "` was not used in the crate graph",
		             STR_ARG(p->entry->dep.package));
		diag_help(g->diag, "check that its version fits the requirements, and run "
		                   "`cargo update` if the locked version is another");
	}
}

/* --- cycles ---------------------------------------------------------------------------------- */

typedef struct CycleVisit {
	NodeId node;
	size_t next; /* edge to look at */
} CycleVisit;

typedef struct CycleSearch {
	GraphBuild *g;
	enum { NEW, OPEN, DONE } * state;
	VEC(CycleVisit) path;
} CycleSearch;

/* The next package that `v` needs to be built, or NODE_NONE. Of other packages than members no
 * dev-dependencies are locked. */
static NodeId next_edge(const GraphBuild *g, CycleVisit *v)
{
	const GraphNode *n = &g->nodes[v->node];
	if (n->lock->replaced)
		return v->next++ ? NODE_NONE : n->lock->replace;
	while (n->member && n->manifest && v->next < n->manifest->dep_count) {
		const size_t i = v->next++;
		if (n->manifest->deps[i].kind != DEP_DEV && n->records[i].raw != NODE_NONE)
			return n->records[i].raw;
	}
	if (n->member || v->next == n->lock->dep_count)
		return NODE_NONE;
	return n->lock->deps[v->next++];
}

static size_t cycle_start(const CycleSearch *s, NodeId back)
{
	size_t at = s->path.count - 1;
	while (s->path.items[at].node != back)
		at--;
	return at;
}

/* What published packages depend on is as good as never cyclic, but for the lock. */
static bool is_doubtful(const CycleSearch *s, size_t from)
{
	bool published = false;
	for (size_t i = from; i < s->path.count; i++)
		published |= !s->g->nodes[s->path.items[i].node].is_path;
	return published && s->g->want->trust != LOCK_TAKEN;
}

static bool report_cycle(const CycleSearch *s, NodeId back)
{
	GraphBuild *g = s->g;
	const GraphNode *n = &g->nodes[back];
	const size_t from = cycle_start(s, back);
	scoped_buf b = { 0 };
	if (is_doubtful(s, from)) {
		graph_doubt(g, stale_problem(g, back, "", " is locked so that it needs itself"));
		return false;
	}
	for (size_t i = from; i < s->path.count; i++)
		buf_printf(&b, "`" STR_FMT "` needs ",
		           STR_ARG(g->nodes[s->path.items[i].node].name));
	const Span at = n->manifest ? n->manifest->name_at : n->lock->at;
	diag_error(g->diag, at,
	           "cyclic package dependency: package `" STR_FMT " " STR_FMT "` depends on itself",
	           STR_ARG(n->name), STR_ARG(n->version.text));
	diag_note(g->diag, NO_SPAN, STR_FMT "`" STR_FMT "`", STR_ARG(buf_str(&b)),
	          STR_ARG(n->name));
	return diag_help(g->diag, "remove one of these dependencies; their shared code can move to "
	                          "a package that needs neither");
}

static bool search_from(CycleSearch *s, NodeId root)
{
	*vec_push(s->g->scratch, &s->path, CycleVisit) = (CycleVisit){ root, 0 };
	s->state[root] = OPEN;
	while (s->path.count) {
		CycleVisit *v = &s->path.items[s->path.count - 1];
		const NodeId to = next_edge(s->g, v);
		if (to == NODE_NONE) {
			s->state[v->node] = DONE;
			s->path.count--;
		} else if (s->state[to] == OPEN) {
			return report_cycle(s, to);
		} else if (s->state[to] == NEW) {
			s->state[to] = OPEN;
			*vec_push(s->g->scratch, &s->path, CycleVisit) = (CycleVisit){ to, 0 };
		}
	}
	return true;
}

static bool check_cycles(GraphBuild *g)
{
	CycleSearch s = { .g = g };
	s.state = xcalloc(g->count, sizeof *s.state);
	bool ok = true;
	for (NodeId i = 0; ok && i < g->count; i++)
		ok = !g->nodes[i].member || s.state[i] != NEW || search_from(&s, i);
	free(s.state);
	return ok;
}

/* --- links ----------------------------------------------------------------------------------- */

static bool check_links(GraphBuild *g)
{
	Map owners;
	bool ok = true;
	map_init(&owners, g->scratch, 64);
	for (NodeId i = 0; i < g->count; i++) {
		const GraphNode *n = &g->nodes[i];
		if (!n->manifest || !n->manifest->links.ptr)
			continue;
		const NodeId first = map_put(&owners, n->manifest->links, i);
		if (first == i)
			continue;
		const GraphNode *other = &g->nodes[first];
		ok = diag_error(g->diag, n->manifest->links_at,
		                "package `" STR_FMT " " STR_FMT
		                "` links to the native library `" STR_FMT
		                "`, but it conflicts with `" STR_FMT " " STR_FMT
		                "` which links to it as well",
		                STR_ARG(n->name), STR_ARG(n->version.text),
		                STR_ARG(n->manifest->links), STR_ARG(other->name),
		                STR_ARG(other->version.text));
		diag_note(g->diag, other->manifest->links_at, "the other package says so here");
		diag_help(g->diag, "only one package may link to a native library: adjust the "
		                   "dependencies so that one of them is used");
	}
	return ok;
}

/* By itself, as it is: one that was extended passed before. */
static void check_file(GraphBuild *g)
{
	check_unified(g);
	if (!graph_is_exact(g))
		return;
	check_gone(g);
	check_reached(g);
	check_checksums(g);
}

GraphResult graph_check_lock(GraphBuild *g)
{
	if (!g->lock->extended)
		check_file(g);
	for (size_t i = 0; i < g->problems.count; i++)
		if (g->problems.items[i].kind == PROBLEM_STALE ||
		    g->problems.items[i].kind == PROBLEM_DOUBT)
			return report_problems(g);
	return GRAPH_OK;
}

GraphResult graph_check(GraphBuild *g)
{
	if (graph_is_exact(g) && !g->lock->extended)
		check_unused_patches(g);
	const GraphResult result = report_problems(g);
	if (result != GRAPH_OK)
		return result;
	if (!check_cycles(g))
		return g->problems.count ? report_problems(g) : GRAPH_FAILED;
	if (!check_links(g))
		return GRAPH_FAILED;
	warn_of_unused_patches(g);
	return GRAPH_OK;
}
