// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/plan.h"

#include "base/text/path.h"

#include <stdlib.h>

#define PLACE_NAME "vendored-sources"

void vendor_plan_add(VendorPlan *p, const PackageGraph *g)
{
	for (PkgId id = 0; id < g->count; id++) {
		const Package *k = &g->packages[id];
		if (k->is_path)
			*vec_push(p->arena, &p->locals, Str) = k->folder;
		else
			*vec_push(p->arena, &p->items, VendorItem) =
				(VendorItem){ .package = k, .graph = g };
	}
	*vec_push(p->arena, &p->locals, Str) = g->workspace->root;
}

void vendor_plan_need(VendorPlan *p, const PackageGraph *g)
{
	*vec_push(p->arena, &p->needed, const PackageGraph *) = g;
}

static int by_id(const void *a, const void *b)
{
	const Package *x = ((const VendorItem *)a)->package, *y = ((const VendorItem *)b)->package;
	int order = str_compare(x->name, y->name);
	if (!order)
		order = version_compare(&x->version, &y->version);
	return order ? order : source_compare(x->source, y->source);
}

/* Sorts the items and removes duplicates, because several workspaces may want the same package. */
static void sort_and_merge(VendorPlan *p)
{
	size_t kept = 0;
	if (p->items.count)
		qsort(p->items.items, p->items.count, sizeof(VendorItem), by_id);
	for (size_t i = 0; i < p->items.count; i++)
		if (!kept || by_id(&p->items.items[kept - 1], &p->items.items[i]) != 0)
			p->items.items[kept++] = p->items.items[i];
	p->items.count = kept;
}

/* --- sources and the folders that stand for them --- */

static int by_source(const void *a, const void *b)
{
	return source_compare(&((const VendorSource *)a)->source,
	                      &((const VendorSource *)b)->source);
}

static void find_sources(VendorPlan *p)
{
	for (size_t i = 0; i < p->items.count; i++) {
		const SourceId *s = p->items.items[i].package->source;
		size_t at = 0;
		while (at < p->sources.count && !source_eq(&p->sources.items[at].source, s))
			at++;
		if (at == p->sources.count)
			*vec_push(p->arena, &p->sources, VendorSource) =
				(VendorSource){ *s, { 0 } };
	}
	if (p->sources.count)
		qsort(p->sources.items, p->sources.count, sizeof(VendorSource), by_source);
}

static Str package_key(const VendorPlan *p, const Package *k)
{
	return arena_printf(p->arena, STR_FMT " " STR_FMT, STR_ARG(k->name),
	                    STR_ARG(k->version.text));
}

/* Returns whether another source already has one of the source's packages in the tree. */
static bool source_collides(const VendorPlan *p, const SourceId *s, const Map *taken)
{
	for (size_t i = 0; i < p->items.count; i++) {
		const Package *k = p->items.items[i].package;
		if (source_eq(k->source, s) && map_get(taken, package_key(p, k)) != MAP_NONE)
			return true;
	}
	return false;
}

/* Returns a name for a repository: the last part of its URL, with `-` for unusual characters. */
static Str ident_of(const VendorPlan *p, const SourceId *s)
{
	Str rest = s->canonical, part, last = STR("source");
	while (str_next(&rest, '/', &part))
		last = part.len ? part : last;
	char *name = arena_cstr(p->arena, last);
	for (char *c = name; *c; c++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-",
		            *c))
			*c = '-';
	return str_from(name);
}

static size_t add_place(VendorPlan *p, const SourceId *s, const VendorNaming *how)
{
	const Str ident = ident_of(p, s);
	Str name = arena_printf(p->arena, PLACE_NAME "@" STR_FMT, STR_ARG(ident));
	for (size_t i = 1, n = 2; i < p->places.count; i++)
		if (str_eq(p->places.items[i].name, name)) {
			name = arena_printf(p->arena, PLACE_NAME "@" STR_FMT "-%zu", STR_ARG(ident),
			                    n++);
			i = 0;
		}
	const Str below = str_sub(name, sizeof(PLACE_NAME) - 1, name.len); /* including the @ */
	*vec_push(p->arena, &p->places, VendorPlace) =
		(VendorPlace){ name, path_join(p->arena, how->folder, below),
		               how->archives && s->kind != SOURCE_GIT };
	return p->places.count - 1;
}

static void place_source(VendorPlan *p, VendorSource *s, Map *taken, const VendorNaming *how)
{
	const bool apart = (how->archives && s->source.kind == SOURCE_GIT) ||
	                   source_collides(p, &s->source, taken);
	const size_t place = apart ? add_place(p, &s->source, how) : 0;
	s->by = p->places.items[place].name;
	for (size_t i = 0; i < p->items.count; i++) {
		VendorItem *item = &p->items.items[i];
		if (!source_eq(item->package->source, &s->source))
			continue;
		item->place = place;
		if (place == 0)
			map_put(taken, package_key(p, item->package), (uint32_t)i);
	}
}

static void find_places(VendorPlan *p, const VendorNaming *how)
{
	Map taken;
	map_init(&taken, p->arena, p->items.count);
	if (p->items.count)
		*vec_push(p->arena, &p->places, VendorPlace) =
			(VendorPlace){ STR(PLACE_NAME), how->folder, how->archives };
	for (size_t i = 0; i < p->sources.count; i++)
		place_source(p, &p->sources.items[i], &taken, how);
}

/* --- names --- */

/* Returns whether there is a higher version with the same name in the same folder. */
static bool is_lower(const VendorPlan *p, size_t at)
{
	const VendorItem *item = &p->items.items[at];
	for (size_t i = at + 1; i < p->items.count; i++) {
		const VendorItem *other = &p->items.items[i];
		if (!str_eq(other->package->name, item->package->name))
			return false;
		if (other->place == item->place)
			return true;
	}
	return false;
}

static Str name_of(const VendorPlan *p, const VendorItem *item)
{
	const Package *k = item->package;
	const VendorPlace *place = &p->places.items[item->place];
	Str name = k->name;
	if (item->suffixed || place->archives)
		name = arena_printf(p->arena, STR_FMT "-" STR_FMT "%s", STR_ARG(name),
		                    STR_ARG(k->version.text), place->archives ? ".crate" : "");
	if (item->place == 0)
		return name;
	return path_join(p->arena, str_sub(place->name, sizeof(PLACE_NAME) - 1, place->name.len),
	                 name);
}

static Str full_key(const VendorPlan *p, const Package *k)
{
	return arena_printf(p->arena, STR_FMT " " STR_FMT, STR_ARG(package_key(p, k)),
	                    STR_ARG(source_text(p->arena, k->source)));
}

static void find_stubs(VendorPlan *p)
{
	Map needed;
	if (!p->needed.count)
		return;
	map_init(&needed, p->arena, p->items.count);
	for (size_t i = 0; i < p->needed.count; i++)
		for (PkgId id = 0; id < p->needed.items[i]->count; id++)
			map_put(&needed, full_key(p, &p->needed.items[i]->packages[id]), 0);
	for (size_t i = 0; i < p->items.count; i++) {
		VendorItem *item = &p->items.items[i];
		item->stub = map_get(&needed, full_key(p, item->package)) == MAP_NONE;
	}
}

void vendor_plan_finish(VendorPlan *p, const VendorNaming *how)
{
	sort_and_merge(p);
	find_sources(p);
	find_places(p, how);
	find_stubs(p);
	map_init(&p->names, p->arena, p->items.count);
	for (size_t i = 0; i < p->items.count; i++) {
		VendorItem *item = &p->items.items[i];
		item->suffixed = how->versioned || is_lower(p, i);
		item->name = name_of(p, item);
		map_put(&p->names, item->name, (uint32_t)i);
	}
}
