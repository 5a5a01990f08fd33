// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph_internal.h"

#include "base/parallel.h"
#include "base/path.h"

/*
 * Reading is most of the work, so those that are there are read by several threads. A thread says
 * nothing: what it could not read without a word is read again by this one, with its messages.
 */

enum { FEW = 8 }; /* not worth a thread */

typedef struct Piece {
	const GraphBuild *g;
	ProvidedPackage *taken;
	ParallelRange range; /* of `taken` */
	Arena arena, scratch;
	Diag silent;
} Piece;

static bool known_registry(void *ctx, Str name, Span at, SourceId *out)
{
	Piece *p = ctx;
	const ManifestContext *reader = p->g->want->workspace->reader;
	(void)at;
	if (reader->known_registry && reader->known_registry(reader->ctx, name, out))
		return true;
	p->silent.errors++;
	return false;
}

static const Manifest *read_one(const ManifestContext *c, const ProvidedPackage *p)
{
	return manifest_read(c, path_join(c->arena, p->folder, STR("Cargo.toml")), NULL);
}

static ManifestContext context(const GraphBuild *g, uint32_t node)
{
	const ManifestContext *reader = g->want->workspace->reader;
	return (ManifestContext){ .arena = g->arena,
		                  .diag = g->diag,
		                  .source = &g->nodes[node].lock->source,
		                  .registry = reader->registry,
		                  .no_readme = g->want->no_readmes,
		                  .every_target = g->want->outsiders,
		                  .ctx = reader->ctx };
}

static void read_piece(void *piece)
{
	Piece *p = piece;
	for (size_t i = p->range.first; i < p->range.end; i++) {
		if (p->taken[i].manifest)
			continue;
		ManifestContext c = context(p->g, p->taken[i].index);
		c.arena = &p->arena;
		c.scratch = &p->scratch;
		c.diag = &p->silent;
		c.registry = known_registry;
		c.ctx = p;
		p->silent = (Diag){ 0 };
		const Manifest *m = read_one(&c, &p->taken[i]);
		if (!p->silent.warnings)
			p->taken[i].manifest = m;
	}
	arena_free(&p->scratch);
}

void graph_read_manifests(GraphBuild *g, ProvidedPackage *taken, size_t count)
{
	Piece pieces[PARALLEL_MOST] = { 0 };
	ParallelRange ranges[PARALLEL_MOST];
	const size_t parts = parallel_ranges(count, FEW, ranges);
	for (size_t i = 0; i < parts; i++)
		pieces[i] = (Piece){ .g = g, .taken = taken, .range = ranges[i] };
	parallel_run(pieces, parts, sizeof(Piece), read_piece);
	for (size_t i = 0; i < parts; i++)
		arena_adopt(g->arena, &pieces[i].arena);
}

const Manifest *graph_manifest(const GraphBuild *g, const ProvidedPackage *p)
{
	const ManifestContext c = context(g, p->index);
	return p->manifest ? p->manifest : read_one(&c, p);
}
