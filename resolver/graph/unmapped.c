// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "base/core/buf.h"

static const char *requirement_text(GraphBuild *g, const Dependency *d)
{
	return d->req.text.len ? arena_cstr(g->arena, d->req.text) : "*";
}

/* Cargo is asked once for packages beyond the lock. If one is still missing then, asking again does
 * not help, so that is an error. */
static ProblemKind unmapped_kind(const GraphBuild *g, NodeId from)
{
	if (!graph_may_leave_lock(g, from))
		return PROBLEM_STALE;
	return g->lock->extended ? PROBLEM_FEATURE : PROBLEM_NOT_LOCKED;
}

/* The folder of a path dependency has one package or none. If that is not the wanted one, the
 * manifest is wrong and not the lock. */
static void unmapped_path(GraphBuild *g, Problem p, const Dependency *d)
{
	const Local *l = graph_local(g, d->source->url);
	BrokenLocal *broken = graph_broken(g, d->source->url);
	if (broken) {
		broken->needed = true;
		return;
	}
	p.text = arena_printf(g->arena, "no matching package named `" STR_FMT "` found",
	                      STR_ARG(d->package));
	if (!l) {
		p.note = arena_printf(g->arena, "there is no package in `" STR_FMT "`",
		                      STR_ARG(d->source->url));
		p.help = STR("correct `path`: it is relative to the folder of this Cargo.toml");
	} else if (!str_eq(l->manifest->name, d->package)) {
		p.note = arena_printf(g->arena,
		                      "the package in `" STR_FMT "` is called `" STR_FMT "`",
		                      STR_ARG(d->source->url), STR_ARG(l->manifest->name));
		p.note_at = l->manifest->name_at;
		p.help =
			arena_printf(g->arena, "correct `path`, or add `package = \"" STR_FMT "\"`",
		                     STR_ARG(l->manifest->name));
	} else if (!version_req_matches(&d->req, &l->manifest->version)) {
		p.text = arena_printf(g->arena,
		                      "failed to select a version for the requirement `" STR_FMT
		                      " = \"%s\"`",
		                      STR_ARG(d->package), requirement_text(g, d));
		p.note = arena_printf(g->arena, "the package in `" STR_FMT "` has version " STR_FMT,
		                      STR_ARG(d->source->url), STR_ARG(l->manifest->version.text));
		p.note_at = l->manifest->version_at;
		p.help =
			arena_printf(g->arena, "write `version = \"" STR_FMT "\"`, or leave it out",
		                     STR_ARG(l->manifest->version.text));
	} else {
		p.text = arena_printf(g->arena, "`" STR_FMT " " STR_FMT "` is not locked",
		                      STR_ARG(l->manifest->name),
		                      STR_ARG(l->manifest->version.text));
		p.kind = unmapped_kind(g, p.node);
	}
	graph_problem(g, p);
}

void graph_unmapped(GraphBuild *g, NodeId from, const Dependency *d)
{
	const Manifest *m = g->nodes[from].manifest;
	Problem p = { .node = from, .record = (uint32_t)(d - m->deps), .at = d->at };
	if (d->source->kind == SOURCE_PATH) {
		unmapped_path(g, p, d);
		return;
	}
	p.kind = unmapped_kind(g, from);
	NodeId node, end = graph_named(g, d->package, &node);
	if (node == end) {
		p.text = arena_printf(g->arena, "`" STR_FMT " = \"%s\"` is not locked at all",
		                      STR_ARG(d->package), requirement_text(g, d));
		graph_problem(g, p);
		return;
	}
	scoped_buf b = { 0 };
	for (; node < end; node++) {
		const GraphNode *n = &g->nodes[node];
		const bool other = !source_eq(d->source, n->source);
		buf_printf(&b, "%s" STR_FMT "%s", b.len ? ", " : "", STR_ARG(n->version.text),
		           other ? " (of another source)" : "");
	}
	p.text =
		arena_printf(g->arena,
	                     "`" STR_FMT " = \"%s\"` matches none of the locked versions: " STR_FMT,
	                     STR_ARG(d->package), requirement_text(g, d), STR_ARG(buf_str(&b)));
	graph_problem(g, p);
}
