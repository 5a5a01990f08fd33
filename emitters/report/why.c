// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/why.h"

#include "base/text/secret.h"

#include <inttypes.h>

enum { FAR = UINT32_MAX };

typedef struct WhyStep { /* a node on the path back, and the index of the next predecessor to try */
	TreeNodeId node;
	size_t next;
} WhyStep;

typedef struct WhySearch {
	TreeGraph *graph;
	TreeNodes *before; /* by node: the nodes with an edge to it */
	uint32_t *far;     /* by node: number of edges from the root */
	WhyStep *steps;    /* from the wanted node back to the root */
	size_t depth;
	TreeNodeId *queue;
	Str folder;
	ScreenText *out;
} WhySearch;

static void find_before(WhySearch *s)
{
	TreeGraph *g = s->graph;
	s->before = arena_array(g->arena, TreeNodes, g->nodes.count + 1);
	for (TreeNodeId i = 0; i < g->nodes.count; i++)
		for (size_t k = 0; k < TREE_EDGE_KINDS; k++)
			for (size_t e = 0; e < g->nodes.items[i].edges[k].count; e++) {
				const TreeNodeId to = g->nodes.items[i].edges[k].items[e];
				TreeNodes *list = &s->before[to];
				if (!list->count || list->items[list->count - 1] != i)
					*vec_push(g->arena, list, TreeNodeId) = i;
			}
}

/* Paths do not go through `wanted`, and not from a feature back to its package, which is a start of
 * its own. */
static void measure_distances(WhySearch *s, TreeNodeId root, TreeNodeId wanted)
{
	TreeNodeId *queue = s->queue;
	const TreeGraph *g = s->graph;
	const TreeNodeId own = g->nodes.items[root].package;
	size_t done = 0, count = 0;
	for (size_t i = 0; i < g->nodes.count; i++)
		s->far[i] = FAR;
	s->far[root] = 0;
	queue[count++] = root;
	while (done < count) {
		const TreeNodeId at = queue[done++];
		for (size_t k = 0; k < TREE_EDGE_KINDS; k++)
			for (size_t e = 0; e < g->nodes.items[at].edges[k].count; e++) {
				const TreeNodeId to = g->nodes.items[at].edges[k].items[e];
				if (s->far[to] != FAR || to == wanted || to == own)
					continue;
				s->far[to] = s->far[at] + 1;
				queue[count++] = to;
			}
	}
}

static bool asks_for(const Dependency *d, Str feature)
{
	return (d->default_features && str_eq(feature, STR("default"))) ||
	       str_list_has(d->features, feature);
}

/* The position that causes an edge: of a dependency, or of a feature that enables another. */
static Span place_of(const TreeGraph *g, TreeNodeId from, TreeNodeId to)
{
	const TreeNode *a = &g->nodes.items[from], *b = &g->nodes.items[to];
	const Package *p = &g->request->packages->packages[a->pkg];
	if (a->is_feature)
		return a->package == to ? NO_SPAN : manifest_feature_at(p->manifest, a->name);
	for (size_t k = 0; k < TREE_FEATURE; k++)
		for (size_t i = 0; i < a->edges[k].count; i++)
			for (size_t e = 0; a->edges[k].items[i] == to && e < p->edge_count; e++)
				for (size_t r = 0;
				     p->edges[e].to == b->pkg && r < p->edges[e].record_count;
				     r++) {
					const Dependency *d = p->edges[e].records[r];
					if (d->kind == (DepKind)k &&
					    (!b->is_feature || asks_for(d, b->name)))
						return d->at;
				}
	return NO_SPAN;
}

static Str line_of(Span at)
{
	const Str text = at.src->text;
	size_t from = at.start, to = at.start;
	while (from > 0 && text.ptr[from - 1] != '\n')
		from--;
	while (to < text.len && text.ptr[to] != '\n')
		to++;
	return str_trim(str_sub(text, from, to));
}

static void put_node(const WhySearch *s, TreeNodeId id)
{
	const TreeGraph *g = s->graph;
	const TreeNode *n = &g->nodes.items[id];
	const Package *p = &g->request->packages->packages[n->pkg];
	const int platform = n->is_feature ? g->nodes.items[n->package].platform : n->platform;
	screen_printf(s->out, STR_FMT " v" STR_FMT, STR_ARG(p->name), STR_ARG(p->version.text));
	if (n->is_feature)
		screen_printf(s->out, " feature `" STR_FMT "`", STR_ARG(n->name));
	if (g->request->packages->toolchain->target_count) {
		const Toolchain *t = g->request->packages->toolchain;
		screen_printf(s->out, " for " STR_FMT,
		              STR_ARG(platform < 0 ? STR("the host")
		                                   : t->targets[platform].triple));
	}
	screen_char(s->out, '\n');
}

static const char *shown_path(const WhySearch *s, const char *path)
{
	const size_t n = s->folder.len;
	return n && str_starts_with(str_from(path), s->folder) && path[n] == '/' ? path + n + 1
	                                                                         : path;
}

static void put_step(const WhySearch *s, TreeNodeId from, TreeNodeId to)
{
	const Span at = place_of(s->graph, from, to);
	uint32_t line, column;
	if (at.src) {
		scoped_arena scratch = { 0 };
		const Str text = secret_masked(&scratch, line_of(at));
		span_position(at, &line, &column);
		screen_printf(s->out, "    %s:%" PRIu32 ":%" PRIu32 ": " STR_FMT "\n",
		              shown_path(s, at.src->path), line, column, STR_ARG(text));
	}
	screen_add(s->out, STR("  "));
	put_node(s, to);
}

static void put_path(const WhySearch *s)
{
	const TreeNodeId root = s->steps[s->depth - 1].node;
	if (s->graph->nodes.items[root].cli)
		screen_add(s->out, STR("(command line) "));
	put_node(s, root);
	for (size_t i = s->depth - 1; i-- > 0;)
		put_step(s, s->steps[i + 1].node, s->steps[i].node);
	screen_char(s->out, '\n');
}

/* The next node that is nearer to the root, or TREE_NO_NODE. */
static TreeNodeId next_nearer(const WhySearch *s, WhyStep *at)
{
	const TreeNodes *before = &s->before[at->node];
	while (at->next < before->count) {
		const TreeNodeId node = before->items[at->next++];
		if (s->far[node] != FAR && s->far[node] + 1 == s->far[at->node])
			return node;
	}
	return TREE_NO_NODE;
}

/* Prints the shortest paths to `last` and from there to the wanted node, which is the first
 * step. */
static size_t put_paths(WhySearch *s, TreeNodeId last, size_t most)
{
	size_t found = 0;
	s->depth = 1;
	s->steps[s->depth++] = (WhyStep){ last, 0 };
	while (s->depth > 1 && found < most) {
		WhyStep *top = &s->steps[s->depth - 1];
		if (s->far[top->node] == 0) {
			put_path(s);
			found++;
			s->depth--;
			continue;
		}
		const TreeNodeId node = next_nearer(s, top);
		if (node == TREE_NO_NODE)
			s->depth--;
		else
			s->steps[s->depth++] = (WhyStep){ node, 0 };
	}
	return found;
}

static size_t put_all(WhySearch *s, TreeNodeId root, TreeNodeId wanted)
{
	size_t found = 0;
	measure_distances(s, root, wanted);
	s->steps[0] = (WhyStep){ wanted, 0 };
	if (root == wanted) {
		s->depth = 1;
		put_path(s);
		return 1;
	}
	const TreeNodeId own = s->graph->nodes.items[root].package;
	for (size_t i = 0; i < s->before[wanted].count; i++) {
		const TreeNodeId last = s->before[wanted].items[i];
		if (s->far[last] != FAR && wanted != own)
			found += put_paths(s, last, WHY_PATHS_MAX - found);
	}
	if (found == WHY_PATHS_MAX)
		screen_printf(s->out, "(there may be more; these are the first %d)\n\n",
		              WHY_PATHS_MAX);
	return found;
}

size_t why_emit(TreeGraph *g, const TreeNodes *roots, const TreeNodes *wanted, Str folder,
                ScreenText *out)
{
	WhySearch s = { .graph = g, .folder = folder, .out = out };
	TreeNodes starts = { 0 };
	size_t found = 0;
	find_before(&s);
	s.far = arena_array(g->arena, uint32_t, g->nodes.count + 1);
	s.queue = arena_array(g->arena, TreeNodeId, g->nodes.count + 1);
	s.steps = arena_array(g->arena, WhyStep, g->nodes.count + 2);
	for (size_t i = 0; i < roots->count; i++)
		*vec_push(g->arena, &starts, TreeNodeId) = roots->items[i];
	for (TreeNodeId i = 0; i < g->nodes.count; i++)
		if (g->nodes.items[i].cli)
			*vec_push(g->arena, &starts, TreeNodeId) = i;
	tree_sort(g, &starts);
	for (size_t i = 0; i < starts.count; i++)
		for (size_t w = 0; w < wanted->count; w++)
			found += put_all(&s, starts.items[i], wanted->items[w]);
	return found;
}
