// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/lock_fetch.h"

typedef struct LockFetchState {
	bool requested, asked, here; /* asked: by the graph */
	ProvidedPackage package;
} LockFetchState;

static bool start(LockFetch *f, uint32_t index)
{
	LockFetchState *s = &f->states[index];
	if (s->requested)
		return true;
	s->requested = true;
	f->outstanding++;
	return f->from->request(f->from->ctx, &f->lock->packages[index], index);
}

static bool start_all(LockFetch *f)
{
	for (uint32_t i = 0; !f->started && i < f->lock->count; i++) {
		const LockPackage *k = &f->lock->packages[i];
		if (k->has_source && k->source.kind != SOURCE_PATH && !start(f, i))
			return false;
	}
	f->started = true;
	return true;
}

static bool request(void *ctx, const LockPackage *package, uint32_t index)
{
	LockFetch *f = ctx;
	LockFetchState *s = &f->states[index];
	(void)package;
	s->asked = true;
	if (s->here)
		f->early[f->early_count++] = index;
	return start(f, index);
}

static bool take(LockFetch *f, LockFetchState **out)
{
	ProvidedPackage p;
	if (!start_all(f) || !f->from->next(f->from->ctx, &p))
		return false;
	*out = &f->states[p.index];
	(*out)->here = true;
	(*out)->package = p;
	f->outstanding--;
	return true;
}

static bool next(void *ctx, ProvidedPackage *out)
{
	LockFetch *f = ctx;
	LockFetchState *s = NULL;
	if (f->early_given < f->early_count) {
		*out = f->states[f->early[f->early_given++]].package;
		return true;
	}
	do {
		if (!take(f, &s))
			return false;
	} while (!s->asked);
	*out = s->package;
	return true;
}

void lock_fetch_init(LockFetch *f, Arena *a, const Lockfile *lock, const PackageProvider *from)
{
	*f = (LockFetch){
		.lock = lock,
		.from = from,
		.states = arena_array(a, LockFetchState, lock->count),
		.early = arena_array(a, uint32_t, lock->count),
		.as_provider = { f, request, next },
	};
}

bool lock_fetch_finish(LockFetch *f)
{
	LockFetchState *s;
	if (!start_all(f))
		return false;
	while (f->outstanding)
		if (!take(f, &s))
			return false;
	return true;
}
