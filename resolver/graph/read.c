// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/read.h"

#include "base/files/fs.h"
#include "base/system/workers.h"
#include "base/text/path.h"
#include "resolver/graph/graph_internal.h"

#include <pthread.h>
#include <stdlib.h>

/*
 * Reading manifests is most of the work, so other threads do it while this one walks on. Those
 * threads print no messages. A manifest that has errors or warnings is read again by this thread,
 * which prints them. That happens only when no other thread works, because this thread may add to
 * the known registries, which the others look up.
 */

enum {
	TOGETHER = 8, /* packages of a batch: enough that handing it to a thread costs little */
	FEW = 4       /* packages that are not worth a thread */
};

typedef struct ReaderArena { /* the memory of a working thread; used again by later batches */
	Arena arena, scratch;
	struct ReaderArena *next;
} ReaderArena;

typedef struct Batch {
	WorkerTask task; /* the first field, so that a pointer to it is a pointer to the batch */
	GraphReading *reading;
	ProvidedPackage packages[TOGETHER];
	size_t count;
} Batch;

struct GraphReading {
	const GraphBuild *g;
	Workers *workers;           /* NULL until the first batch is handed over */
	size_t under_way;           /* the number of batches that threads have */
	Batch *filled;              /* the batch that is being filled, or NULL */
	Batch *given;               /* the batch whose packages are given out, or NULL */
	size_t next;                /* index into the packages of `given` */
	VEC(ProvidedPackage) again; /* packages to be read again, with messages */
	pthread_mutex_t lock;       /* protects `free` */
	ReaderArena *free;          /* those that no thread uses */
};

/* --- in threads ------------------------------------------------------------------------------ */

typedef struct Silent {
	const GraphBuild *g;
	Diag diag;
} Silent;

static bool known_registry(void *ctx, Str name, Span at, const SourceId **out)
{
	Silent *s = ctx;
	const ManifestContext *reader = s->g->want->workspace->reader;
	(void)at;
	if (reader->known_registry && reader->known_registry(reader->ctx, name, out))
		return true;
	s->diag.errors++;
	return false;
}

static Str manifest_path(Arena *a, const ProvidedPackage *p)
{
	return path_join(a, p->folder, STR("Cargo.toml"));
}

static ManifestContext reader_context(const GraphBuild *g, uint32_t node)
{
	const ManifestContext *reader = g->want->workspace->reader;
	return (ManifestContext){ .arena = g->arena,
		                  .diag = g->diag,
		                  .source = g->nodes[node].lock->source,
		                  .registry = reader->registry,
		                  .no_readme = g->want->no_readmes,
		                  .every_target = g->want->outsiders,
		                  .ctx = reader->ctx };
}

static const Manifest *read_silently(const GraphBuild *g, ReaderArena *d, const ProvidedPackage *p)
{
	Silent silent = { .g = g };
	ManifestContext c = reader_context(g, p->index);
	c.arena = &d->arena;
	c.scratch = &d->scratch;
	c.diag = &silent.diag;
	c.registry = known_registry;
	c.ctx = &silent;
	const Manifest *m = manifest_read(&c, manifest_path(&d->arena, p), NULL);
	return silent.diag.warnings ? NULL : m;
}

static ReaderArena *take_reader_arena(GraphReading *r)
{
	pthread_mutex_lock(&r->lock);
	ReaderArena *d = r->free;
	if (d)
		r->free = d->next;
	pthread_mutex_unlock(&r->lock);
	return d ? d : xcalloc(1, sizeof(ReaderArena));
}

static void leave_reader_arena(GraphReading *r, ReaderArena *d)
{
	pthread_mutex_lock(&r->lock);
	d->next = r->free;
	r->free = d;
	pthread_mutex_unlock(&r->lock);
}

static void read_batch(WorkerTask *task)
{
	Batch *b = (Batch *)(void *)task;
	ReaderArena *d = take_reader_arena(b->reading);
	for (size_t i = 0; i < b->count; i++) {
		ProvidedPackage *p = &b->packages[i];
		if (!p->manifest)
			p->manifest = read_silently(b->reading->g, d, p);
	}
	leave_reader_arena(b->reading, d);
}

/* --- in the walk's thread -------------------------------------------------------------------- */

GraphReading *graph_reading_new(const GraphBuild *g)
{
	GraphReading *r = arena_new(g->scratch, GraphReading);
	r->g = g;
	pthread_mutex_init(&r->lock, NULL);
	return r;
}

void graph_reading_end(GraphReading *r)
{
	workers_free(&r->workers);
	for (ReaderArena *d; (d = r->free);) {
		r->free = d->next;
		arena_adopt(r->g->arena, &d->arena);
		arena_free(&d->scratch);
		free(d);
	}
	pthread_mutex_destroy(&r->lock);
}

static void hand_over(GraphReading *r)
{
	Batch *b = r->filled;
	r->filled = NULL;
	if (!r->workers)
		r->workers = workers_new(workers_besides());
	r->under_way++;
	workers_add(r->workers, &b->task);
}

void graph_reading_add(GraphReading *r, const ProvidedPackage *p)
{
	Batch *b = r->filled;
	if (!b) {
		b = r->filled = arena_new(r->g->scratch, Batch);
		b->task.run = read_batch;
		b->reading = r;
	}
	b->packages[b->count++] = *p;
	if (b->count == TOGETHER)
		hand_over(r);
}

/* Waits for the next batch that was read; reads a small last one itself. Returns NULL if there are
 * no more. */
static Batch *next_batch(GraphReading *r)
{
	Batch *b = r->filled;
	if (b && !r->under_way && b->count <= FEW) {
		r->filled = NULL;
		read_batch(&b->task);
		return b;
	}
	if (b)
		hand_over(r);
	if (!r->under_way)
		return NULL;
	r->under_way--;
	return (Batch *)(void *)workers_wait(r->workers);
}

/* Returns whether the folder has another package, or none. */
static bool is_another(const GraphBuild *g, const ProvidedPackage *p)
{
	scoped_arena scratch = { 0 };
	const GraphNode *n = &g->nodes[p->index];
	return p->manifest ? !str_eq(p->manifest->name, n->name) ||
	                             !version_eq(&p->manifest->version, &n->version)
	                   : fs_kind(manifest_path(&scratch, p).ptr) == FILE_ABSENT;
}

static bool read_aloud(const GraphBuild *g, ProvidedPackage *p)
{
	const PackageProvider *from = g->want->provider;
	const ManifestContext c = reader_context(g, p->index);
	if (from->elsewhere && is_another(g, p)) {
		p->manifest = NULL;
		if (!from->elsewhere(from->ctx, g->nodes[p->index].lock, p))
			return false;
	}
	if (!p->manifest)
		p->manifest = manifest_read(&c, manifest_path(g->arena, p), NULL);
	return p->manifest != NULL;
}

static bool take_again(GraphReading *r, ProvidedPackage *out)
{
	*out = r->again.items[--r->again.count];
	return read_aloud(r->g, out);
}

GraphRead graph_reading_next(GraphReading *r, ProvidedPackage *out)
{
	for (;;) {
		while (r->given && r->next < r->given->count) {
			*out = r->given->packages[r->next++];
			if (out->manifest &&
			    !(r->g->want->provider->elsewhere && is_another(r->g, out)))
				return GRAPH_READ;
			*vec_push(r->g->scratch, &r->again, ProvidedPackage) = *out;
		}
		r->next = 0;
		r->given = next_batch(r);
		if (!r->given && !r->again.count)
			return GRAPH_READ_NONE;
		if (!r->given)
			return take_again(r, out) ? GRAPH_READ : GRAPH_READ_FAILED;
	}
}
