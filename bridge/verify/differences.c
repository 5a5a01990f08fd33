// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/verify/differences.h"

#include "bridge/verify/place.h"

#include <assert.h>
#include <stdlib.h>

typedef struct Report {
	const DifferencesRequest *want;
	const ManifestPlaces *places;
	const char *names[SIDES];
	size_t count;
} Report;

typedef struct Subject { /* one pair of units */
	const UnitFacts *unit[SIDES];
	const UnitFacts *any;
	Str shown;
} Subject;

static Str shown_unit(Arena *a, const UnitFacts *u)
{
	assert(u); /* a pair has a unit on at least one side */
	const Str *f = u->facts;
	assert(f);
	return arena_printf(a,
	                    "`" STR_FMT "` " STR_FMT " (" STR_FMT " `" STR_FMT "`, " STR_FMT
	                    ", " STR_FMT ")",
	                    STR_ARG(f[FACT_NAME]), STR_ARG(f[FACT_VERSION]), STR_ARG(f[FACT_KIND]),
	                    STR_ARG(f[FACT_TARGET]), STR_ARG(f[FACT_PLATFORM]),
	                    STR_ARG(f[FACT_MODE]));
}

static void report_fact(Report *r, const Subject *s, size_t fact)
{
	const Str wanted = s->unit[WANTED]->facts[fact], got = s->unit[GOT]->facts[fact];
	if (str_eq(wanted, got))
		return;
	r->count++;
	diag_error(r->want->diag, place_of_fact(r->places, s->any, fact),
	           STR_FMT ": %s is `" STR_FMT "` for %s, `" STR_FMT "` for %s", STR_ARG(s->shown),
	           fact_names[fact], STR_ARG(wanted), r->names[WANTED], STR_ARG(got),
	           r->names[GOT]);
}

static void report_feature(Report *r, const Subject *s, Str feature, int only)
{
	r->count++;
	diag_error(r->want->diag, place_of_feature(r->places, s->any, feature),
	           STR_FMT ": feature `" STR_FMT "` is on for %s, off for %s", STR_ARG(s->shown),
	           STR_ARG(feature), r->names[only], r->names[!only]);
}

static void report_features(Report *r, const Subject *s)
{
	const StrList a = s->unit[WANTED]->features, b = s->unit[GOT]->features;
	for (size_t i = 0, j = 0; i < a.count || j < b.count;) {
		const int order = i == a.count   ? 1
		                  : j == b.count ? -1
		                                 : str_compare(a.items[i], b.items[j]);
		if (order < 0)
			report_feature(r, s, a.items[i], WANTED);
		else if (order > 0)
			report_feature(r, s, b.items[j], GOT);
		i += order <= 0;
		j += order >= 0;
	}
}

typedef struct DepEntry { /* a dependency and the pair that it leads to */
	const FactDep *dep;
	uint32_t pair;
} DepEntry;

static int by_extern_and_pair(const void *a, const void *b)
{
	const DepEntry *x = a, *y = b;
	int order = str_compare(x->dep->extern_name, y->dep->extern_name);
	if (order == 0)
		order = (x->pair > y->pair) - (x->pair < y->pair);
	if (order == 0)
		order = x->dep->public - y->dep->public;
	return order ? order : x->dep->noprelude - y->dep->noprelude;
}

static DepEntry *sorted_deps(const Report *r, Arena *a, const UnitFacts *u, int side)
{
	DepEntry *out = arena_array(a, DepEntry, u->dep_count + 1);
	for (size_t i = 0; i < u->dep_count; i++)
		out[i] =
			(DepEntry){ &u->deps[i], r->want->pairing->pair_of[side][u->deps[i].unit] };
	if (u->dep_count)
		qsort(out, u->dep_count, sizeof(DepEntry), by_extern_and_pair);
	return out;
}

static void report_dep(Report *r, const Subject *s, const FactDep *d, int only)
{
	scoped_arena scratch = { 0 };
	const UnitFacts *to = &r->want->pairing->graph[only]->units[d->unit];
	r->count++;
	diag_error(r->want->diag, place_of_dep(r->places, s->any, d->extern_name),
	           STR_FMT ": the dependency `" STR_FMT "` on " STR_FMT
	                   "%s%s exists for %s, not for %s",
	           STR_ARG(s->shown), STR_ARG(d->extern_name), STR_ARG(shown_unit(&scratch, to)),
	           d->public ? ", public," : "", d->noprelude ? ", without prelude," : "",
	           r->names[only], r->names[!only]);
}

static void report_deps(Report *r, const Subject *s)
{
	scoped_arena scratch = { 0 };
	const DepEntry *a = sorted_deps(r, &scratch, s->unit[WANTED], WANTED);
	const DepEntry *b = sorted_deps(r, &scratch, s->unit[GOT], GOT);
	const size_t a_count = s->unit[WANTED]->dep_count, b_count = s->unit[GOT]->dep_count;
	for (size_t i = 0, j = 0; i < a_count || j < b_count;) {
		const int order = i == a_count   ? 1
		                  : j == b_count ? -1
		                                 : by_extern_and_pair(&a[i], &b[j]);
		if (order < 0)
			report_dep(r, s, a[i].dep, WANTED);
		else if (order > 0)
			report_dep(r, s, b[j].dep, GOT);
		i += order <= 0;
		j += order >= 0;
	}
}

static void report_alone(Report *r, const Subject *s)
{
	const int only = s->unit[WANTED] ? WANTED : GOT;
	r->count++;
	diag_error(r->want->diag, place_of_fact(r->places, s->any, FACT_NAME),
	           STR_FMT ": this unit exists for %s, not for %s", STR_ARG(s->shown),
	           r->names[only], r->names[!only]);
}

static void report_pair(Report *r, const UnitPair *p)
{
	scoped_arena scratch = { 0 };
	Subject s = { 0 };
	for (int side = 0; side < SIDES; side++)
		if (p->unit[side] != PAIR_NONE)
			s.unit[side] = &r->want->pairing->graph[side]->units[p->unit[side]];
	s.any = s.unit[WANTED] ? s.unit[WANTED] : s.unit[GOT];
	s.shown = shown_unit(&scratch, s.any);
	if (!s.unit[WANTED] || !s.unit[GOT]) {
		report_alone(r, &s);
		return;
	}
	for (size_t fact = IDENTITY_FACTS; fact < FACT_COUNT; fact++)
		report_fact(r, &s, fact);
	report_features(r, &s);
	report_deps(r, &s);
}

static bool *roots_of(const Report *r, Arena *a, int side)
{
	const Pairing *p = r->want->pairing;
	const GraphFacts *g = p->graph[side];
	bool *out = arena_array(a, bool, p->count + 1);
	for (size_t i = 0; i < g->root_count; i++)
		out[p->pair_of[side][g->roots[i]]] = true;
	return out;
}

static void report_roots(Report *r)
{
	scoped_arena scratch = { 0 };
	const Pairing *p = r->want->pairing;
	const bool *wanted = roots_of(r, &scratch, WANTED), *got = roots_of(r, &scratch, GOT);
	for (size_t i = 0; i < p->count; i++) {
		const UnitPair *pair = &p->pairs[i];
		if (wanted[i] == got[i] || pair->unit[WANTED] == PAIR_NONE ||
		    pair->unit[GOT] == PAIR_NONE)
			continue;
		const UnitFacts *u = &p->graph[WANTED]->units[pair->unit[WANTED]];
		const int only = wanted[i] ? WANTED : GOT;
		r->count++;
		diag_error(r->want->diag, place_of_fact(r->places, u, FACT_NAME),
		           STR_FMT ": it is a root for %s, not for %s",
		           STR_ARG(shown_unit(&scratch, u)), r->names[only], r->names[!only]);
	}
}

size_t differences_report(const DifferencesRequest *want)
{
	Report r = {
		.want = want,
		.places = places_make(want->arena, want->packages),
		.names = { "cargo", want->got },
	};
	for (size_t i = 0; i < want->pairing->count; i++)
		report_pair(&r, &want->pairing->pairs[i]);
	report_roots(&r);
	return r.count;
}
