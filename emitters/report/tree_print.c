// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/tree_print.h"

typedef struct TreeLevel { /* a node whose edges are being printed */
	TreeNodeId node;
	size_t kind;     /* of the edges in `nodes`; TREE_EDGE_KINDS: all were shown */
	TreeNodes nodes; /* the edges to print, sorted */
	size_t next;
} TreeLevel;

typedef struct Printer {
	TreeGraph *graph;
	const TreeStyle *style;
	ScreenText *out;
	bool *visited, *open; /* by node */
	VEC(TreeLevel) levels;
} Printer;

typedef struct KindStyle {
	const char *line, *name, *name_style;
} KindStyle;

/* In the order of printing. */
static const KindStyle kinds[TREE_EDGE_KINDS] = {
	[TREE_NORMAL] = { "\033[2m", NULL, NULL },
	[TREE_BUILD] = { "\033[1m\033[34m", "[build-dependencies]", "\033[94m\033[1m" },
	[TREE_DEV] = { "\033[1m\033[36m", "[dev-dependencies]", "\033[96m\033[1m" },
	[TREE_FEATURE] = { "\033[2m\033[35m", NULL, NULL },
};

typedef struct Symbols {
	const char *down, *tee, *ell, *right;
} Symbols;

static const Symbols *symbols_of(const Printer *p)
{
	static const Symbols utf8 = { "│", "├", "└", "─" };
	static const Symbols ascii = { "|", "|", "`", "-" };
	return p->style->ascii ? &ascii : &utf8;
}

static bool level_continues(const TreeLevel *l)
{
	return l->next < l->nodes.count;
}

static void put_branch(const Printer *p, const TreeLevel *l, const char *text, const char *after)
{
	const char *line = p->style->colour ? kinds[l->kind].line : "";
	screen_style(p->out, line);
	screen_add(p->out, str_from(text));
	screen_style(p->out, *line ? "\033[0m" : "");
	screen_add(p->out, str_from(after));
}

static void put_bars(const Printer *p, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const TreeLevel *l = &p->levels.items[i];
		put_branch(p, l, level_continues(l) ? symbols_of(p)->down : " ", "   ");
	}
}

static void put_prefix(const Printer *p)
{
	const size_t depth = p->levels.count;
	if (p->style->prefix == TREE_DEPTH)
		screen_printf(p->out, "%zu", depth);
	if (p->style->prefix != TREE_INDENT || depth == 0)
		return;
	put_bars(p, depth - 1);
	const Symbols *s = symbols_of(p);
	const TreeLevel *last = &p->levels.items[depth - 1];
	char joint[32];
	snprintf(joint, sizeof(joint), "%s%s%s", level_continues(last) ? s->tee : s->ell, s->right,
	         s->right);
	put_branch(p, last, joint, " ");
}

static bool has_edges(const TreeNode *n)
{
	for (size_t k = 0; k < TREE_EDGE_KINDS; k++)
		if (n->edges[k].count)
			return true;
	return false;
}

static bool is_shown(const Printer *p, TreeNodeId id)
{
	const TreeNode *n = &p->graph->nodes.items[id];
	if (n->is_feature)
		return true;
	if (p->style->members_only && !p->graph->request->packages->packages[n->pkg].member)
		return false;
	return !p->style->pruned[n->pkg];
}

static void put_coloured(const Printer *p, const char *style, const char *text, const char *end)
{
	screen_style(p->out, p->style->colour ? style : "");
	screen_add(p->out, str_from(text));
	screen_style(p->out, p->style->colour ? end : "");
}

/* Cargo prints the heading even if nothing is shown below it. */
static void put_heading(const Printer *p, size_t kind)
{
	if (p->style->prefix != TREE_INDENT || !kinds[kind].name)
		return;
	put_bars(p, p->levels.count - 1);
	put_coloured(p, kinds[kind].name_style, kinds[kind].name, "\033[39m\033[22m");
	screen_char(p->out, '\n');
}

/* Moves the top level on to its next kind of edges. Returns false if there is none. */
static bool next_kind(Printer *p)
{
	TreeLevel *top = &p->levels.items[p->levels.count - 1];
	const TreeNode *n = &p->graph->nodes.items[top->node];
	for (top->kind++; top->kind < TREE_EDGE_KINDS; top->kind++) {
		const TreeNodes *edges = &n->edges[top->kind];
		if (edges->count == 0)
			continue;
		put_heading(p, top->kind);
		top->nodes = (TreeNodes){ 0 };
		top->next = 0;
		if (p->levels.count > p->style->depth)
			continue;
		for (size_t i = 0; i < edges->count; i++)
			if (is_shown(p, edges->items[i]))
				*vec_push(p->graph->arena, &top->nodes, TreeNodeId) =
					edges->items[i];
		tree_sort(p->graph, &top->nodes);
		return true;
	}
	return false;
}

static void put_node(Printer *p, TreeNodeId id)
{
	const TreeNode *n = &p->graph->nodes.items[id];
	const bool again = (!p->style->no_dedupe && p->visited[id]) || p->open[id];
	put_prefix(p);
	tree_format_put(p->style->format, p->graph, id, p->out);
	if (again && has_edges(n)) {
		screen_char(p->out, ' ');
		put_coloured(p, "\033[33m\033[2m", "(*)", "\033[39m\033[22m");
	}
	screen_char(p->out, '\n');
	p->visited[id] = true;
	if (again)
		return;
	p->open[id] = true;
	*vec_push(p->graph->arena, &p->levels, TreeLevel) =
		(TreeLevel){ .node = id, .kind = SIZE_MAX };
}

static void put_tree(Printer *p, TreeNodeId root)
{
	put_node(p, root);
	while (p->levels.count) {
		TreeLevel *top = &p->levels.items[p->levels.count - 1];
		if (level_continues(top)) {
			put_node(p, top->nodes.items[top->next++]);
		} else if (!next_kind(p)) {
			p->open[top->node] = false;
			p->levels.count--;
		}
	}
}

void tree_print(TreeGraph *g, const TreeStyle *style, const TreeNodes *roots, ScreenText *out)
{
	Printer p = { .graph = g, .style = style, .out = out };
	p.visited = arena_array(g->arena, bool, g->nodes.count + 1);
	p.open = arena_array(g->arena, bool, g->nodes.count + 1);
	for (size_t i = 0; i < roots->count; i++) {
		if (i)
			screen_char(out, '\n');
		put_tree(&p, roots->items[i]);
	}
}
