// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/units_internal.h"

#include <stdlib.h>

/*
 * As in Cargo, a build script's run gets the metadata of dependencies that have `links`, so it
 * depends on the runs of their scripts. These are the dependencies of the units that need the run,
 * so the features and platforms of those units decide.
 */

typedef struct Reverse { /* a run, and a unit that needs it */
	UnitId run, user;
} Reverse;

typedef VEC(Reverse) ReverseList; /* sorted by run */

static void list_users(const Drafts *d, ReverseList *out)
{
	for (UnitId u = 0; u < d->units.count; u++) {
		const Draft *unit = &d->units.items[u];
		for (size_t i = 0; i < unit->deps.count; i++)
			if (d->units.items[unit->deps.items[i].unit].key.mode ==
			    MODE_RUN_CUSTOM_BUILD)
				*vec_push(d->arena, out, Reverse) =
					(Reverse){ unit->deps.items[i].unit, u };
	}
}

static const DraftDep *run_of(const Drafts *d, UnitId unit)
{
	const Draft *u = &d->units.items[unit];
	for (size_t i = 0; i < u->deps.count; i++)
		if (d->units.items[u->deps.items[i].unit].key.mode == MODE_RUN_CUSTOM_BUILD)
			return &u->deps.items[i];
	return NULL;
}

static bool is_dev_edge(const Draft *user, UnitId to)
{
	for (size_t i = 0; i < user->deps.count; i++)
		if (user->deps.items[i].unit == to && user->deps.items[i].dev)
			return true;
	return false;
}

/* Cargo also compares the way, so a run that both a macro and a program need is listed twice. */
static bool same_dep(const DraftDep *a, const DraftDep *b)
{
	return a->unit == b->unit && str_eq(a->dep_name, b->dep_name) &&
	       a->way.host_features == b->way.host_features && a->way.root_kind == b->way.root_kind;
}

typedef struct Addition {
	UnitId run;
	DraftDep dep;
} Addition;

typedef VEC(Addition) AdditionList;

static void add_once(Arena *a, AdditionList *list, size_t from, Addition new)
{
	for (size_t i = from; i < list->count; i++)
		if (same_dep(&list->items[i].dep, &new.dep))
			return;
	*vec_push(a, list, Addition) = new;
}

static void add_siblings(const Drafts *d, Reverse r, AdditionList *out, size_t from)
{
	const Draft *user = &d->units.items[r.user];
	const PkgId own = d->units.items[r.run].key.pkg;
	for (size_t i = 0; i < user->deps.count; i++) {
		const DraftDep *other = &user->deps.items[i];
		const DraftKey *k = &d->units.items[other->unit].key;
		const Package *p = &d->graph->packages[k->pkg];
		if (k->pkg == own || !p->manifest->links.ptr ||
		    !target_is_linkable(draft_target(d, k)) || is_dev_edge(user, other->unit))
			continue;
		const DraftDep *run = run_of(d, other->unit);
		if (!run)
			continue;
		Addition add = { r.run, *run };
		add.dep.dep_name = other->dep_name.len ? other->dep_name : p->name;
		add.dep.dev = false;
		add_once(d->arena, out, from, add);
	}
}

static int by_run(const void *a, const void *b)
{
	const Reverse *x = a, *y = b;
	if (x->run != y->run)
		return x->run < y->run ? -1 : 1;
	return (x->user > y->user) - (x->user < y->user);
}

void drafts_connect_links(Drafts *d)
{
	ReverseList users = { 0 };
	AdditionList additions = { 0 };
	list_users(d, &users);
	if (users.count)
		qsort(users.items, users.count, sizeof(Reverse), by_run);
	size_t from = 0; /* index of the first addition of this run */
	for (size_t i = 0; i < users.count; i++) {
		if (i && users.items[i].run != users.items[i - 1].run)
			from = additions.count;
		add_siblings(d, users.items[i], &additions, from);
	}
	for (size_t i = 0; i < additions.count; i++)
		*vec_push(d->arena, &d->units.items[additions.items[i].run].deps, DraftDep) =
			additions.items[i].dep;
}
