// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/units_internal.h"

#include "base/core/buf.h"
#include "base/core/depth_walk.h"

#include <stdlib.h>

/*
 * Cargo makes units for the host apart from those for the target. Then it merges equal units, so
 * that without --target nothing is built twice. Units are equal if their keys are equal and they
 * depend on equal units, so dependencies are merged first. Two settings are only known here:
 * debuginfo and strip, if no profile sets them. They depend on the units that a unit is merged with
 * or depends on.
 */

typedef struct Final { /* a unit of the result, before sorting */
	DraftKey key;
	Profile profile;
	VEC(UnitDep) deps;
} Final;

typedef struct Share {
	Drafts *d;
	VEC(Final) out;
	Map known;      /* from the bytes of key and dependencies to an index of `out` */
	uint32_t *now;  /* by draft: its index in `out` */
	DepthWalk walk; /* over drafts: dependencies are finished first */
	bool *for_host; /* by draft: Way.host of the edge on which the walk reached it */
	Buf bytes;      /* a buffer for keys of `known` */
} Share;

static int mode_order(const DraftKey *a, const DraftKey *b)
{
	return (a->mode > b->mode) - (a->mode < b->mode);
}

/* Returns the place of the target's kind in Cargo's order. */
static int target_rank(const Target *t)
{
	static const int ranks[] = {
		[TARGET_LIB] = 0,   [TARGET_BIN] = 1,     [TARGET_TEST] = 2,
		[TARGET_BENCH] = 3, [TARGET_EXAMPLE] = 4, [TARGET_CUSTOM_BUILD] = 5,
	};
	return ranks[t->kind];
}

static int target_compare(const Target *a, const Target *b)
{
	if (a == b)
		return 0;
	const int order = target_rank(a) - target_rank(b);
	return order ? order : str_compare(a->raw_name, b->raw_name);
}

/* Packages are numbered in order, but those of the standard library come behind all others, and
 * must be compared with them by name, version and source. */
static int package_order(const Drafts *d, PkgId a, PkgId b)
{
	int order = 0;
	if ((a < d->own_count) != (b < d->own_count)) {
		const Package *x = &d->graph->packages[a], *y = &d->graph->packages[b];
		order = str_compare(x->name, y->name);
		if (!order)
			order = version_compare(&x->version, &y->version);
		if (!order)
			order = source_compare(x->source, y->source);
	}
	return order ? order : a < b ? -1 : 1;
}

int draft_key_compare(const Drafts *d, const DraftKey *a, const DraftKey *b)
{
	if (a->pkg != b->pkg)
		return package_order(d, a->pkg, b->pkg);
	int order = target_compare(draft_target(d, a), draft_target(d, b));
	if (!order && a->profile != b->profile)
		order = profile_compare(&d->profiles.items[a->profile],
		                        &d->profiles.items[b->profile]);
	if (!order)
		order = (a->kind > b->kind) - (a->kind < b->kind);
	if (!order)
		order = mode_order(a, b);
	if (!order && a->side != b->side)
		order = str_list_compare(features_of(d->features, a->pkg, (FeaturesFor)a->side),
		                         features_of(d->features, b->pkg, (FeaturesFor)b->side));
	return order;
}

int unit_compare(const Unit *a, const Unit *b)
{
	if (a->pkg != b->pkg)
		return a->pkg < b->pkg ? -1 : 1;
	int order = target_compare(a->target, b->target);
	if (!order)
		order = profile_compare(&a->profile, &b->profile);
	if (!order)
		order = (a->platform > b->platform) - (a->platform < b->platform);
	if (!order)
		order = (a->mode > b->mode) - (a->mode < b->mode);
	return order ? order : str_list_compare(a->features, b->features);
}

int unit_compare_deps(const void *a, const void *b)
{
	const UnitDep *x = a, *y = b;
	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	return str_compare(x->extern_name.plain, y->extern_name.plain);
}

static bool has_debuginfo(const Profile *p)
{
	return !str_eq(p->debuginfo, STR("0"));
}

/* As in Cargo, `strip` that is not set becomes "debuginfo" if neither the unit nor any of its
 * dependencies has debuginfo. */
static void fix_strip(const Share *s, const Final *f, Profile *p)
{
	if (!p->strip_deferred || has_debuginfo(p))
		return;
	for (size_t i = 0; i < f->deps.count; i++)
		if (has_debuginfo(&s->out.items[f->deps.items[i].unit].profile))
			return;
	p->strip = STR("debuginfo");
	p->strip_deferred = false;
}

/* Returns whether there is an equal draft that is built for the target: they will be merged. */
static bool has_target_twin(const Share *s, const DraftKey *key, const Profile *p)
{
	DraftKey twin = *key;
	twin.kind = 0;
	twin.profile = drafts_profile(s->d, p);
	return map_get(&s->d->by_key, (Str){ (const char *)&twin, sizeof(twin) }) != MAP_NONE;
}

/* As in Cargo, without --target, units that only build scripts and macros use get no debuginfo,
 * unless a profile sets `debug` for them. */
static void weaken_debuginfo(const Share *s, UnitId draft, Profile *p)
{
	const DraftKey *key = &s->d->units.items[draft].key;
	if (!s->for_host[draft] || !s->d->merge_host || !p->debuginfo_deferred)
		return;
	if (!has_target_twin(s, key, p))
		p->debuginfo = STR("0");
	p->debuginfo_deferred = false;
}

static Profile profile_of_draft(const Share *s, const Draft *u)
{
	Profile p = s->d->profiles.items[u->key.profile];
	p.debuginfo_deferred = u->debuginfo_deferred;
	p.strip_deferred = u->strip_deferred;
	return p;
}

/* Returns the unit with this key and these dependencies, or adds it. */
static uint32_t intern_final(Share *s, const Final *f)
{
	Buf *const bytes = &s->bytes;
	buf_clear(bytes);
	buf_add(bytes, (Str){ (const char *)&f->key, sizeof(f->key) });
	for (size_t i = 0; i < f->deps.count; i++)
		buf_add(bytes, (Str){ (const char *)&f->deps.items[i].unit, sizeof(UnitId) });
	const uint32_t known = map_get(&s->known, buf_str(bytes));
	if (known != MAP_NONE)
		return known;
	const uint32_t id = (uint32_t)s->out.count;
	*vec_push(s->d->arena, &s->out, Final) = *f;
	map_put(&s->known, arena_str(s->d->arena, buf_str(bytes)), id);
	return id;
}

/* Makes the unit of a draft whose dependencies are all finished. */
static void finish_unit(Share *s, UnitId draft)
{
	const Draft *u = &s->d->units.items[draft];
	Final final = { .key = u->key };
	vec_reserve(s->d->arena, &final.deps, UnitDep, u->deps.count);
	for (size_t i = 0; i < u->deps.count; i++)
		*vec_push(s->d->arena, &final.deps, UnitDep) = (UnitDep){
			.unit = s->now[u->deps.items[i].unit],
			.extern_name = u->deps.items[i].extern_name,
			.dev = u->deps.items[i].dev,
			.public = u->deps.items[i].public,
			.noprelude = u->deps.items[i].noprelude,
		};
	final.profile = profile_of_draft(s, u);
	fix_strip(s, &final, &final.profile);
	weaken_debuginfo(s, draft, &final.profile);
	final.key.profile = drafts_profile(s->d, &final.profile);
	if (s->d->merge_host && final.key.kind == 0)
		final.key.kind = PLATFORM_HOST;
	s->now[draft] = intern_final(s, &final);
}

static bool report_cycle(const Share *s, UnitId at)
{
	const Package *p = &s->d->graph->packages[s->d->units.items[at].key.pkg];
	diag_error(s->d->diag, p->manifest->name_at,
	           "cyclic package dependency: package `" STR_FMT " v" STR_FMT
	           "` depends on itself",
	           STR_ARG(p->name), STR_ARG(p->version.text));
	for (size_t i = s->walk.depth; i-- > 0 && s->walk.path[i].node != at;) {
		const PkgId by = s->d->units.items[s->walk.path[i].node].key.pkg;
		diag_note(s->d->diag, NO_SPAN, "by way of package `" STR_FMT "`",
		          STR_ARG(s->d->graph->packages[by].name));
	}
	return diag_help(s->d->diag, "remove one of these dependencies; their shared code can move "
	                             "to a package that needs neither");
}

static bool share_from(Share *s, UnitId root)
{
	DepthWalk *w = &s->walk;
	depth_walk_enter(w, root);
	for (DepthStep *at; (at = depth_walk_top(w));) {
		const Draft *u = &s->d->units.items[at->node];
		if (at->next == u->deps.count) {
			finish_unit(s, at->node);
			depth_walk_leave(w);
			continue;
		}
		const DraftDep *dep = &u->deps.items[at->next++];
		const DepthState was = depth_walk_enter(w, dep->unit);
		if (was == DEPTH_ON_PATH)
			return report_cycle(s, dep->unit);
		if (was == DEPTH_NEW)
			s->for_host[dep->unit] = dep->way.host;
	}
	return true;
}

static int by_draft(const void *a, const void *b, void *drafts)
{
	const Drafts *d = drafts;
	const DraftDep *x = a, *y = b;
	const int order =
		draft_key_compare(d, &d->units.items[x->unit].key, &d->units.items[y->unit].key);
	return order ? order : str_compare(x->extern_name.plain, y->extern_name.plain);
}

static void sort_drafts(Drafts *d)
{
	for (size_t i = 0; i < d->units.count; i++) {
		Draft *u = &d->units.items[i];
		if (u->deps.count)
			qsort_r(u->deps.items, u->deps.count, sizeof(DraftDep), by_draft, d);
	}
}

static int by_final(const void *a, const void *b, void *share)
{
	const Share *s = share;
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	const int order = draft_key_compare(s->d, &s->out.items[x].key, &s->out.items[y].key);
	return order ? order : (x > y) - (x < y);
}

static Unit final_unit(const Share *s, const Final *f, const uint32_t *place)
{
	for (size_t i = 0; i < f->deps.count; i++)
		f->deps.items[i].unit = place[f->deps.items[i].unit];
	if (f->deps.count)
		qsort(f->deps.items, f->deps.count, sizeof(UnitDep), unit_compare_deps);
	return (Unit){
		.pkg = f->key.pkg,
		.target = draft_target(s->d, &f->key),
		.mode = (UnitMode)f->key.mode,
		.platform = f->key.kind,
		.features = features_of(s->d->features, f->key.pkg, (FeaturesFor)f->key.side),
		.profile = f->profile,
		.deps = f->deps.items,
		.dep_count = f->deps.count,
	};
}

static void list_roots(const Share *s, const uint32_t *place, UnitGraph *out)
{
	UnitId *roots = arena_array(s->d->arena, UnitId, s->d->roots.count);
	for (size_t i = 0; i < s->d->roots.count; i++) {
		roots[i] = place[s->now[s->d->roots.items[i]]];
		out->units[roots[i]].root = true;
	}
	out->roots = roots;
	out->root_count = s->d->roots.count;
}

static void sort_result(Share *s, UnitGraph *out)
{
	Arena *a = s->d->arena;
	uint32_t *order = arena_array(a, uint32_t, s->out.count);
	uint32_t *place = arena_array(a, uint32_t, s->out.count);
	for (uint32_t i = 0; i < s->out.count; i++)
		order[i] = i;
	if (s->out.count)
		qsort_r(order, s->out.count, sizeof(*order), by_final, s);
	for (uint32_t i = 0; i < s->out.count; i++)
		place[order[i]] = i;
	out->count = s->out.count;
	out->units = arena_array(a, Unit, s->out.count);
	for (uint32_t i = 0; i < s->out.count; i++)
		out->units[place[i]] = final_unit(s, &s->out.items[i], place);
	list_roots(s, place, out);
}

bool drafts_share(Drafts *d, UnitGraph *out)
{
	Share s = {
		.d = d,
		.now = arena_array(d->arena, uint32_t, d->units.count),
		.walk = depth_walk_new(d->arena, d->units.count),
		.for_host = arena_array(d->arena, bool, d->units.count),
	};
	map_init(&s.known, d->arena, d->units.count);
	vec_reserve(d->arena, &s.out, Final, d->units.count);
	sort_drafts(d);
	bool good = true;
	for (size_t i = 0; good && i < d->roots.count; i++)
		good = share_from(&s, d->roots.items[i]);
	buf_free(&s.bytes);
	if (good)
		sort_result(&s, out);
	return good;
}
