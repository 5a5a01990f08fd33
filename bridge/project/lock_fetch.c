// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/lock_fetch.h"

typedef enum HowFar { NOTHING, PACKED, WHOLE } HowFar;

typedef struct LockFetchState {
	HowFar requested, here;
	bool asked; /* the graph requested it */
	ProvidedPackage package;
} LockFetchState;

static bool start_fetch(LockFetch *f, uint32_t index, HowFar how)
{
	LockFetchState *s = &f->states[index];
	const LockPackage *k = &f->lock->packages[index];
	s->requested = how;
	f->outstanding++;
	return how == PACKED ? f->keep_archive(f->from->ctx, k, index)
	                     : f->from->request(f->from->ctx, k, index);
}

static bool start_all(LockFetch *f)
{
	for (uint32_t i = 0; !f->started && i < f->lock->count; i++) {
		const LockPackage *k = &f->lock->packages[i];
		if (k->has_source && k->source->kind != SOURCE_PATH &&
		    f->states[i].requested == NOTHING &&
		    !start_fetch(f, i, f->keep_archive ? PACKED : WHOLE))
			return false;
	}
	f->started = true;
	return true;
}

static bool request_fetched(void *ctx, const LockPackage *package, uint32_t index)
{
	LockFetch *f = ctx;
	LockFetchState *s = &f->states[index];
	(void)package;
	s->asked = true;
	if (s->here == WHOLE)
		f->early[f->early_count++] = index;
	else if (s->requested == NOTHING || s->here == PACKED)
		return start_fetch(f, index, WHOLE);
	return true; /* it is on its way */
}

/* Takes the next package and sets *out to it if it is unpacked, else to NULL. If the graph
 * requested a package while it arrived packed, this requests it again, unpacked. */
static bool take_fetched(LockFetch *f, LockFetchState **out)
{
	ProvidedPackage p;
	*out = NULL;
	if (!start_all(f) || !f->from->next(f->from->ctx, &p))
		return false;
	LockFetchState *s = &f->states[p.index];
	f->outstanding--;
	s->here = s->requested;
	s->package = p;
	if (s->here == WHOLE)
		*out = s;
	else if (s->asked)
		return start_fetch(f, p.index, WHOLE);
	return true;
}

static bool next_fetched(void *ctx, ProvidedPackage *out)
{
	LockFetch *f = ctx;
	LockFetchState *s = NULL;
	if (f->early_given < f->early_count) {
		*out = f->states[f->early[f->early_given++]].package;
		return true;
	}
	do {
		if (!take_fetched(f, &s))
			return false;
	} while (!s || !s->asked);
	*out = s->package;
	return true;
}

static bool has_fetched(void *ctx)
{
	const LockFetch *f = ctx;
	return f->early_given < f->early_count;
}

static bool ask_elsewhere(void *ctx, const LockPackage *package, ProvidedPackage *out)
{
	const LockFetch *f = ctx;
	return !f->from->elsewhere || f->from->elsewhere(f->from->ctx, package, out);
}

void lock_fetch_init(LockFetch *f, Arena *a, const Lockfile *lock)
{
	*f = (LockFetch){
		.lock = lock,
		.from = f->from,
		.keep_archive = f->keep_archive,
		.states = arena_array(a, LockFetchState, lock->count),
		.early = arena_array(a, uint32_t, lock->count),
		.as_provider = { f, request_fetched, next_fetched, has_fetched, ask_elsewhere,
		                 NULL },
	};
}

bool lock_fetch_finish(LockFetch *f)
{
	LockFetchState *s;
	if (!start_all(f))
		return false;
	while (f->outstanding)
		if (!take_fetched(f, &s))
			return false;
	return true;
}
