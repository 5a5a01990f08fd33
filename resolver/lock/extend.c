// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/lock/extend.h"

#include "base/core/map.h"

#include <stdlib.h>

typedef struct ExtendedPackage { /* a package of the extended file */
	LockPackage package;
	uint32_t locked;   /* index in the file, or MAP_NONE */
	uint32_t resolved; /* index in Extension.all, or MAP_NONE */
} ExtendedPackage;

typedef struct Extension {
	Arena *arena, *scratch;
	const Lockfile *lock;
	const ResolvedPackage *all;
	size_t count;
	ExtendedPackage *slots;
	size_t slot_count;
	uint32_t *of_locked, *of_resolved; /* old indexes to indexes in the extended file */
} Extension;

static uint32_t find_locked(const Lockfile *l, const LockPackage *wanted)
{
	size_t low = 0, high = l->count;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = lock_package_compare(&l->packages[middle], wanted);
		if (order == 0)
			return (uint32_t)middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return MAP_NONE;
}

static void add_resolved(Extension *x, uint32_t index)
{
	const ResolvedPackage *r = &x->all[index];
	const LockPackage p = { .name = r->name,
		                .version = r->version,
		                .has_source = r->has_source,
		                .source = r->source };
	const uint32_t locked = find_locked(x->lock, &p);
	if (locked != MAP_NONE)
		x->slots[locked].resolved = index;
	else
		x->slots[x->slot_count++] = (ExtendedPackage){ p, MAP_NONE, index };
}

static int compare_slots(const void *a, const void *b)
{
	return lock_package_compare(&((const ExtendedPackage *)a)->package,
	                            &((const ExtendedPackage *)b)->package);
}

static void place_packages(Extension *x)
{
	x->slots = arena_array(x->scratch, ExtendedPackage, x->lock->count + x->count);
	x->of_locked = arena_array(x->scratch, uint32_t, x->lock->count);
	x->of_resolved = arena_array(x->scratch, uint32_t, x->count);
	x->slot_count = x->lock->count;
	for (uint32_t i = 0; i < x->lock->count; i++)
		x->slots[i] = (ExtendedPackage){ x->lock->packages[i], i, MAP_NONE };
	for (uint32_t i = 0; i < x->count; i++)
		add_resolved(x, i);
	qsort(x->slots, x->slot_count, sizeof *x->slots, compare_slots);
	for (uint32_t i = 0; i < x->slot_count; i++) {
		const ExtendedPackage *s = &x->slots[i];
		if (s->locked != MAP_NONE)
			x->of_locked[s->locked] = i;
		if (s->resolved != MAP_NONE)
			x->of_resolved[s->resolved] = i;
	}
}

static bool has_edge(const uint32_t *deps, size_t count, uint32_t to)
{
	for (size_t i = 0; i < count; i++)
		if (deps[i] == to)
			return true;
	return false;
}

typedef struct Beyond {
	uint32_t to; /* index in the extended file */
	ResolvedEdge edge;
} Beyond;

/* The newest version comes first, as cargo tries them. Packages ascend by version. */
static int compare_beyond(const void *a, const void *b)
{
	const Beyond *x = a, *y = b;
	if (x->to != y->to)
		return x->to > y->to ? -1 : 1;
	return (int)x->edge.kind - (int)y->edge.kind;
}

/* The edges of the file come first: cargo prefers them where they match. */
static void place_edges(const Extension *x, const ExtendedPackage *s, LockPackage *p)
{
	const ResolvedPackage *r = s->resolved != MAP_NONE ? &x->all[s->resolved] : NULL;
	const size_t more = r ? r->edge_count : 0, locked = p->dep_count;
	uint32_t *deps = arena_array(x->arena, uint32_t, locked + more);
	ResolvedEdge *beyond = arena_array(x->arena, ResolvedEdge, more);
	Beyond *sorted = arena_array(x->scratch, Beyond, more);
	for (size_t i = 0; i < locked; i++)
		deps[i] = x->of_locked[p->deps[i]];
	p->deps = deps;
	for (size_t i = 0; i < more; i++)
		sorted[i] = (Beyond){ x->of_resolved[r->edges[i].to], r->edges[i] };
	qsort(sorted, more, sizeof *sorted, compare_beyond);
	for (size_t i = 0; i < more; i++) {
		if (has_edge(deps, locked, sorted[i].to))
			continue;
		beyond[p->beyond_count++] = sorted[i].edge;
		deps[p->dep_count++] = sorted[i].to;
	}
	p->beyond = beyond;
	if (p->replaced)
		p->replace = x->of_locked[p->replace];
}

const Lockfile *lockfile_extend(Arena *a, const Lockfile *lock, const ResolvedPackage *all,
                                size_t count)
{
	scoped_arena scratch = { 0 };
	Extension x = { .arena = a, .scratch = &scratch, .lock = lock, .all = all, .count = count };
	place_packages(&x);
	Lockfile *out = arena_new(a, Lockfile);
	*out = *lock;
	out->extended = true;
	out->count = x.slot_count;
	out->packages = arena_array(a, LockPackage, x.slot_count);
	for (size_t i = 0; i < x.slot_count; i++) {
		out->packages[i] = x.slots[i].package;
		place_edges(&x, &x.slots[i], &out->packages[i]);
	}
	return out;
}

bool lock_edge_is_for(const LockPackage *p, size_t i, const Dependency *d)
{
	const size_t locked = p->dep_count - p->beyond_count;
	return i < locked || p->beyond[i - locked].kind == d->kind;
}
