// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/verify/pairing.h"

#include "base/core/map.h"
#include "bridge/verify/unit_digest.h"

#include <stdlib.h>

/* In larger groups, only equal units are paired. Only a made-up file has such groups. */
enum { GROUP_MAX = 1 << 10 };
enum { SAME_FEATURES = 1 << 20 }; /* outweighs everything else */

typedef struct PairingEntry { /* a unit that remains after equal ones were merged */
	const UnitFacts *facts;
	const char *digest;
	uint32_t unit;
	int side;
	bool paired;
} PairingEntry;

typedef struct PairingWork {
	Arena *arena;
	const UnitDigest *digests[SIDES];
	Pairing *out;
} PairingWork;

static int compare_identity(const UnitFacts *a, const UnitFacts *b)
{
	for (size_t i = 0; i < IDENTITY_FACTS; i++) {
		const int order = str_compare(a->facts[i], b->facts[i]);
		if (order)
			return order;
	}
	return 0;
}

static int by_identity(const void *a, const void *b)
{
	const PairingEntry *x = a, *y = b;
	int order = compare_identity(x->facts, y->facts);
	if (order == 0)
		order = str_list_compare(x->facts->features, y->facts->features);
	if (order == 0)
		order = strcmp(x->digest, y->digest);
	return order ? order : x->side - y->side;
}

/* Adds the units of one side. first[i] becomes the first unit that is equal to unit i. */
static size_t add_side(const PairingWork *w, int side, PairingEntry *entries, uint32_t *first)
{
	const GraphFacts *g = w->out->graph[side];
	Map seen;
	size_t count = 0;
	map_init(&seen, w->arena, g->count);
	for (uint32_t i = 0; i < g->count; i++) {
		const char *digest = w->digests[side][i].hex;
		first[i] = map_put(&seen, (Str){ digest, DIGEST_HEX }, i);
		if (first[i] == i)
			entries[count++] = (PairingEntry){ &g->units[i], digest, i, side, false };
	}
	return count;
}

static void pair_entries(const PairingWork *w, PairingEntry *wanted, PairingEntry *got)
{
	Pairing *p = w->out;
	UnitPair *new = &p->pairs[p->count];
	*new = (UnitPair){ { PAIR_NONE, PAIR_NONE } };
	PairingEntry *both[SIDES] = { wanted, got };
	for (int side = 0; side < SIDES; side++) {
		if (!both[side])
			continue;
		both[side]->paired = true;
		new->unit[side] = both[side]->unit;
		p->pair_of[side][both[side]->unit] = (uint32_t)p->count;
	}
	p->count++;
}

/* Pairs equal units, which are neighbours. */
static void pair_equal(const PairingWork *w, PairingEntry *group, size_t count)
{
	for (size_t i = 0; i + 1 < count; i++)
		if (group[i].side != group[i + 1].side && !group[i].paired &&
		    strcmp(group[i].digest, group[i + 1].digest) == 0)
			pair_entries(w, &group[i], &group[i + 1]);
}

static size_t common_deps(const PairingWork *w, const UnitFacts *a, const UnitFacts *b)
{
	size_t common = 0;
	for (size_t i = 0; i < a->dep_count && i < b->dep_count; i++)
		common += str_eq(a->deps[i].extern_name, b->deps[i].extern_name) &&
		          strcmp(w->digests[WANTED][a->deps[i].unit].hex,
		                 w->digests[GOT][b->deps[i].unit].hex) == 0;
	return common;
}

static size_t unit_likeness(const PairingWork *w, const UnitFacts *a, const UnitFacts *b)
{
	size_t like = 1 + common_deps(w, a, b);
	for (size_t i = IDENTITY_FACTS; i < FACT_COUNT; i++)
		like += str_eq(a->facts[i], b->facts[i]);
	if (str_list_compare(a->features, b->features) == 0)
		like += SAME_FEATURES;
	return like;
}

/* Returns the remaining unit that is most similar, with a likeness of at least `least`, or NULL. */
static PairingEntry *most_alike(const PairingWork *w, const PairingEntry *to, PairingEntry *group,
                                size_t count, size_t least)
{
	PairingEntry *best = NULL;
	for (size_t i = 0; i < count; i++) {
		if (group[i].paired || group[i].side != GOT)
			continue;
		const size_t like = unit_likeness(w, to->facts, group[i].facts);
		if (like >= least) {
			least = like + 1;
			best = &group[i];
		}
	}
	return best;
}

static void pair_alike(const PairingWork *w, PairingEntry *group, size_t count, size_t least)
{
	for (size_t i = 0; i < count; i++) {
		if (group[i].paired || group[i].side != WANTED)
			continue;
		PairingEntry *other = most_alike(w, &group[i], group, count, least);
		if (other)
			pair_entries(w, &group[i], other);
	}
}

static void pair_group(const PairingWork *w, PairingEntry *group, size_t count)
{
	pair_equal(w, group, count);
	if (count <= GROUP_MAX) {
		pair_alike(w, group, count, SAME_FEATURES);
		pair_alike(w, group, count, 1);
	}
	for (size_t i = 0; i < count; i++)
		if (!group[i].paired)
			pair_entries(w, group[i].side == WANTED ? &group[i] : NULL,
			             group[i].side == GOT ? &group[i] : NULL);
}

const Pairing *pairing_make(Arena *a, const GraphFacts *wanted, const GraphFacts *got)
{
	Pairing *p = arena_new(a, Pairing);
	*p = (Pairing){ .graph = { wanted, got } };
	const PairingWork w = { a, { unit_digests(a, wanted), unit_digests(a, got) }, p };
	const size_t total = wanted->count + got->count;
	PairingEntry *entries = arena_array(a, PairingEntry, total + 1);
	uint32_t *first[SIDES];
	size_t count = 0;
	for (int side = 0; side < SIDES; side++) {
		first[side] = arena_array(a, uint32_t, p->graph[side]->count + 1);
		p->pair_of[side] = arena_array(a, uint32_t, p->graph[side]->count + 1);
		count += add_side(&w, side, entries + count, first[side]);
	}
	p->pairs = arena_array(a, UnitPair, count + 1);
	if (count)
		qsort(entries, count, sizeof(PairingEntry), by_identity);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count; end++)
			if (compare_identity(entries[i].facts, entries[end].facts) != 0)
				break;
		pair_group(&w, entries + i, end - i);
	}
	for (int side = 0; side < SIDES; side++)
		for (size_t i = 0; i < p->graph[side]->count; i++)
			p->pair_of[side][i] = p->pair_of[side][first[side][i]];
	return p;
}
