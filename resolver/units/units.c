// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/units_internal.h"

#include "base/files/fs.h"
#include "base/text/path.h"

#include <assert.h>
#include <stdlib.h>

/*
 * A unit is one run of rustc, or of a build script. The selection chooses the roots. From there,
 * each unit is expanded: its dependencies are found, which are units, too. A unit depends on the
 * libraries of those dependencies of its package that count for it, on the run of its package's
 * build script, and on its package's own library.
 *
 * Cargo tells units apart by their keys. Most fields of a key are known from the unit that depends
 * on it. The profile and the features also depend on the way from the root (Way): a unit that only
 * a build script uses is compiled for the host, without the program's optimisation, and unwinds
 * when it panics. So one library may become two units here; share.c merges units that turn out to
 * be equal.
 */

typedef struct Pending { /* a unit whose dependencies are not found yet */
	UnitId unit;
	Way way;
} Pending;

typedef struct Builder {
	Drafts *d;
	VEC(Pending) pending;
} Builder;

bool target_is_linkable(const Target *t)
{
	static const Str types[] = { STR_INIT("lib"), STR_INIT("rlib"), STR_INIT("dylib"),
		                     STR_INIT("proc-macro") };
	for (size_t i = 0; t->kind == TARGET_LIB && i < COUNT_OF(types); i++)
		if (str_list_has(t->crate_types, types[i]))
			return true;
	return false;
}

uint32_t drafts_profile(Drafts *d, const Profile *p)
{
	for (size_t i = 0; i < d->profiles.count; i++)
		if (profile_compare(&d->profiles.items[i], p) == 0)
			return (uint32_t)i;
	*vec_push(d->arena, &d->profiles, Profile) = *p;
	return (uint32_t)(d->profiles.count - 1);
}

/* Returns FOR_NORMAL for both sides if they have the same features, so that host and target can
 * share a unit. */
static uint32_t feature_side(const Drafts *d, PkgId pkg, bool host)
{
	const StrList normal = features_of(d->features, pkg, FOR_NORMAL);
	const StrList of_host = features_of(d->features, pkg, FOR_HOST);
	return host && (normal.items != of_host.items || normal.count != of_host.count)
	               ? FOR_HOST
	               : FOR_NORMAL;
}

static UnitId intern_unit(Drafts *d, const DraftKey *key, const Profile *profile)
{
	const Str bytes = { (const char *)key, sizeof(*key) };
	const uint32_t known = map_get(&d->by_key, bytes);
	if (known != MAP_NONE)
		return known;
	const UnitId id = (UnitId)d->units.count;
	*vec_push(d->arena, &d->units, Draft) = (Draft){
		.key = *key,
		.debuginfo_deferred = profile->debuginfo_deferred,
		.strip_deferred = profile->strip_deferred,
	};
	map_put(&d->by_key, arena_str(d->arena, bytes), id);
	return id;
}

static Profile profile_for(const Drafts *d, PkgId pkg, Way way)
{
	const Package *p = &d->graph->packages[pkg];
	return profile_of(d->profiles_of, &(ProfileSubject){
						  .name = p->name,
						  .version = &p->version,
						  .source = p->source,
						  .member = p->member,
						  .local = package_is_local(p),
						  .host = way.host,
						  .unwind = way.unwind,
					  });
}

static UnitId new_unit(Drafts *d, DraftKey key, Way way, const Profile *profile)
{
	key.side = feature_side(d, key.pkg, way.host_features);
	key.profile = drafts_profile(d, profile);
	return intern_unit(d, &key, profile);
}

UnitId drafts_unit(Drafts *d, DraftKey key, Way way)
{
	const Profile profile = profile_for(d, key.pkg, way);
	return new_unit(d, key, way, &profile);
}

static uint32_t target_index(const Manifest *m, const Target *t)
{
	return (uint32_t)(t - m->targets);
}

static int32_t kind_for(int32_t kind, const Target *t)
{
	return target_is_for_host(t) ? PLATFORM_HOST : kind;
}

/* A check only checks the selected targets and the libraries that they use. Macros and build
 * scripts, and their libraries, must run, so they are built. */
static UnitMode mode_below(UnitMode mode, const Target *t)
{
	const bool check = mode == MODE_CHECK || mode == MODE_CHECK_TEST;
	return check && !target_is_for_host(t) ? MODE_CHECK : MODE_BUILD;
}

typedef struct Parent { /* the unit that is being expanded */
	UnitId id;
	DraftKey key;
	Way way;
	const Package *pkg;
	const Target *target;
} Parent;

static void add_dep(Drafts *d, const Parent *p, DraftDep dep)
{
	*vec_push(d->arena, &d->units.items[p->id].deps, DraftDep) = dep;
}

/* Returns whether the unit uses the record. The graph has all records that any unit of the package
 * may use. A unit uses those for its kind of target, its platform and its features. */
static bool record_counts(const Drafts *d, const Parent *p, const Dependency *r)
{
	const TargetKind kind = p->target->kind;
	if ((kind == TARGET_CUSTOM_BUILD) != (r->kind == DEP_BUILD))
		return false;
	if (r->kind == DEP_DEV && kind != TARGET_TEST && kind != TARGET_EXAMPLE &&
	    !unit_mode_is_test((UnitMode)p->key.mode))
		return false;
	if (!features_platform_active(d->graph, r, p->key.kind))
		return false;
	const FeaturesFor side = p->way.host_features ? FOR_HOST : FOR_NORMAL;
	return !r->optional || features_dep_active(d->features, p->key.pkg, side, r->key);
}

/* Returns whether any record of the edge counts. Sets `*dev` to whether those that count are all
 * dev-dependencies. */
static bool edge_counts(const Drafts *d, const Parent *p, const Edge *e, bool *dev)
{
	bool any = false;
	*dev = true;
	for (size_t i = 0; i < e->record_count; i++)
		if (record_counts(d, p, e->records[i])) {
			any = true;
			*dev &= e->records[i]->kind == DEP_DEV;
		}
	return any;
}

static DraftDep library_dep(Drafts *d, const Parent *p, PkgId pkg, const Target *lib)
{
	const Way way = {
		.host = p->way.host || target_is_for_host(lib),
		.host_features = p->way.host_features || p->target->kind == TARGET_CUSTOM_BUILD ||
		                 lib->proc_macro,
		.unwind = p->way.unwind || target_is_for_host(lib),
		.root_kind = p->way.root_kind,
	};
	const DraftKey key = {
		.pkg = pkg,
		.target = target_index(d->graph->packages[pkg].manifest, lib),
		.kind = kind_for(p->key.kind, lib),
		.mode = mode_below((UnitMode)p->key.mode, lib),
	};
	return (DraftDep){
		.unit = drafts_unit(d, key, way),
		.way = way,
		.extern_name = lib->crate_name,
	};
}

/* Like Cargo, only warns of a dependency without a library, and only if a member has it. */
static void warn_of_no_library(Drafts *d, const Parent *p, const Edge *e)
{
	const Package *k = &d->graph->packages[e->to];
	if (!p->pkg->member || d->without_library[e->to])
		return;
	d->without_library[e->to] = true;
	diag_warning(d->diag, e->records[0]->at,
	             "ignoring the dependency `" STR_FMT "` of `" STR_FMT "`, which has no library",
	             STR_ARG(k->name), STR_ARG(p->pkg->name));
}

/* Returns whether any record of the edge is public. Like Cargo, ignores the record's platform. */
static bool is_public(const Edge *e)
{
	for (size_t i = 0; i < e->record_count; i++)
		if (e->records[i]->public && e->records[i]->kind == DEP_NORMAL)
			return true;
	return false;
}

static void add_package_deps(Drafts *d, const Parent *p)
{
	vec_reserve(d->arena, &d->units.items[p->id].deps, DraftDep, p->pkg->edge_count + 1);
	for (size_t i = 0; i < p->pkg->edge_count; i++) {
		const Edge *e = &p->pkg->edges[i];
		const Target *lib = d->graph->packages[e->to].manifest->lib;
		bool dev;
		if (!edge_counts(d, p, e, &dev))
			continue;
		if (!lib) {
			warn_of_no_library(d, p, e);
			continue;
		}
		DraftDep dep = library_dep(d, p, e->to, lib);
		dep.dev = dev;
		dep.public = is_public(e);
		d->failed |= !drafts_name_edge(d, p->key.pkg, e, &dep);
		add_dep(d, p, dep);
	}
}

/* A build script is a program of its own: it unwinds in a panic, even if the program that needs it
 * aborts. */
static Way script_way(Way way)
{
	return (Way){ .host = true,
		      .host_features = way.host_features,
		      .unwind = true,
		      .root_kind = way.root_kind };
}

/* Adds the edge to the run of the package's own build script. */
static void add_script_run(Drafts *d, const Parent *p)
{
	const Manifest *m = p->pkg->manifest;
	if (!m->script)
		return;
	Profile asking = d->profiles.items[p->key.profile];
	asking.debuginfo_deferred = d->units.items[p->id].debuginfo_deferred;
	const Profile profile = profile_of_script_run(&asking, d->config->cargo);
	const Way way = script_way(p->way);
	const DraftKey key = {
		.pkg = p->key.pkg,
		.target = target_index(m, m->script),
		.kind = p->key.kind,
		.mode = MODE_RUN_CUSTOM_BUILD,
	};
	add_dep(d, p,
	        (DraftDep){ .unit = new_unit(d, key, way, &profile),
	                    .way = way,
	                    .extern_name = m->script->crate_name });
}

/* Adds the edge from a run to the script's compilation, unless configuration replaces it. */
static void add_script_compile(Drafts *d, const Parent *p)
{
	if (unit_links_override(d->config, d->graph, p->key.pkg, p->key.kind))
		return;
	const Way way = script_way(p->way);
	const DraftKey key = {
		.pkg = p->key.pkg,
		.target = p->key.target,
		.kind = PLATFORM_HOST,
		.mode = MODE_BUILD,
	};
	add_dep(d, p,
	        (DraftDep){ .unit = drafts_unit(d, key, way),
	                    .way = way,
	                    .extern_name = p->target->crate_name });
}

/* Adds edges to the package's programs, which its integration tests and benchmarks run. */
static void add_tested_bins(Drafts *d, const Parent *p)
{
	const Manifest *m = p->pkg->manifest;
	const RequiredBy by = { false, p->key.kind };
	for (size_t i = 0; i < m->target_count; i++) {
		const Target *t = &m->targets[i];
		if (t->kind != TARGET_BIN ||
		    !select_has_required(d->features, d->graph, p->key.pkg, t, &by))
			continue;
		const Way way = { .root_kind = p->way.root_kind };
		const DraftKey key = { .pkg = p->key.pkg,
			               .target = (uint32_t)i,
			               .kind = p->key.kind,
			               .mode = MODE_BUILD };
		add_dep(d, p,
		        (DraftDep){ .unit = drafts_unit(d, key, way),
		                    .way = way,
		                    .extern_name = t->crate_name });
	}
}

static void add_own_package(Drafts *d, const Parent *p)
{
	const UnitMode mode = (UnitMode)p->key.mode;
	const Target *lib = p->pkg->manifest->lib;
	if (p->target->kind == TARGET_CUSTOM_BUILD)
		return;
	add_script_run(d, p);
	if (p->target->kind == TARGET_LIB && mode != MODE_DOCTEST)
		return;
	if (lib && target_is_linkable(lib)) {
		add_dep(d, p, library_dep(d, p, p->key.pkg, lib));
		d->failed |= !drafts_name_own(d, p->target, lib);
	}
	if (mode == MODE_TEST &&
	    (p->target->kind == TARGET_TEST || p->target->kind == TARGET_BENCH))
		add_tested_bins(d, p);
}

static void expand_unit(Drafts *d, UnitId id, Way way)
{
	const DraftKey key = d->units.items[id].key;
	const Parent p = { id, key, way, &d->graph->packages[key.pkg], draft_target(d, &key) };
	d->units.items[id].expanded = true;
	if (key.mode == MODE_RUN_CUSTOM_BUILD) {
		add_script_compile(d, &p);
		return;
	}
	add_package_deps(d, &p);
	add_own_package(d, &p);
}

/* Expands depth first, as Cargo does: the first way to reach a unit decides on its dependencies. */
static void expand_all(Builder *b)
{
	while (b->pending.count) {
		const Pending next = b->pending.items[--b->pending.count];
		if (b->d->units.items[next.unit].expanded)
			continue;
		expand_unit(b->d, next.unit, next.way);
		const Draft *u = &b->d->units.items[next.unit];
		for (size_t i = u->deps.count; i-- > 0;)
			*vec_push(b->d->arena, &b->pending, Pending) =
				(Pending){ u->deps.items[i].unit, u->deps.items[i].way };
	}
}

static bool intent_tests(const Drafts *d)
{
	return d->selection->intent == INTENT_TEST || d->selection->intent == INTENT_BENCH;
}

/* Returns the way from which a root's dependencies follow. As in Cargo, that is not the way of the
 * root itself (add_root_unit). */
static Way root_dep_way(const Drafts *d, const DraftKey *key)
{
	const bool test = unit_mode_is_test((UnitMode)key->mode) || intent_tests(d);
	const bool macro = draft_target(d, key)->proc_macro;
	return (Way){ .host = macro,
		      .host_features = macro,
		      .unwind = test || macro,
		      .root_kind = key->kind };
}

static UnitMode root_mode(const Drafts *d, const ChosenTarget *c)
{
	const bool check = d->selection->intent == INTENT_CHECK;
	if (c->doctest)
		return MODE_DOCTEST;
	if (c->test)
		return check ? MODE_CHECK_TEST : MODE_TEST;
	return check ? MODE_CHECK : MODE_BUILD;
}

static void add_root_unit(Drafts *d, const ChosenTarget *c, int32_t requested)
{
	const Manifest *m = d->graph->packages[c->pkg].manifest;
	const bool for_host = target_is_for_host(c->target);
	const Way way = { .host_features = c->target->proc_macro,
		          .unwind = c->test || intent_tests(d) || for_host };
	const DraftKey key = {
		.pkg = c->pkg,
		.target = target_index(m, c->target),
		.kind = kind_for(requested, c->target),
		.mode = root_mode(d, c),
	};
	const UnitId id = drafts_unit(d, key, way);
	for (size_t i = 0; i < d->roots.count; i++)
		if (d->roots.items[i] == id)
			return;
	*vec_push(d->arena, &d->roots, UnitId) = id;
}

static bool root_file_exists(const Drafts *d, const ChosenTarget *c)
{
	scoped_arena scratch = { 0 };
	const Package *p = &d->graph->packages[c->pkg];
	const Str path = path_join(&scratch, p->folder, c->target->path);
	const FileKind kind = fs_kind(arena_cstr(&scratch, path));
	if (kind == FILE_REGULAR || kind == FILE_OTHER ||
	    !cargo_has(d->config->cargo, CARGO_CHECKS_SOURCES))
		return true;
	if (kind == FILE_FOLDER)
		diag_error(d->diag, c->target->at,
		           "path `" STR_FMT "` for `" STR_FMT
		           "` is a directory, but a source file was expected",
		           STR_ARG(path), STR_ARG(c->target->raw_name));
	else
		diag_error(d->diag, c->target->at, "can't find `" STR_FMT "` at path `" STR_FMT "`",
		           STR_ARG(c->target->raw_name), STR_ARG(path));
	diag_help(d->diag, "create the file, or correct the `path` of the target");
	return false;
}

static int by_unit_order(const void *a, const void *b, void *drafts)
{
	const Drafts *d = drafts;
	return draft_key_compare(d, &d->units.items[*(const UnitId *)a].key,
	                         &d->units.items[*(const UnitId *)b].key);
}

static bool add_roots(Drafts *d, const ChoiceList *choices)
{
	const size_t kinds = d->merge_host ? 1 : d->graph->toolchain->target_count;
	bool good = true;
	for (size_t i = 0; i < choices->count; i++) {
		good &= root_file_exists(d, &choices->items[i]);
		for (size_t k = 0; k < kinds; k++)
			add_root_unit(d, &choices->items[i], (int32_t)k);
	}
	if (d->roots.count)
		qsort_r(d->roots.items, d->roots.count, sizeof(UnitId), by_unit_order, d);
	return good;
}

const TomlTable *unit_links_override(const Config *config, const PackageGraph *graph, PkgId pkg,
                                     int platform)
{
	const Str links = graph->packages[pkg].manifest->links;
	const Toolchain *t = graph->toolchain;
	if (!links.ptr)
		return NULL;
	const bool host = platform < 0 || t->target_count == 0;
	return config_links_override(config, host ? t->host : t->targets[platform].triple, links);
}

static Str requested_profile(const Selection *s)
{
	static const Str by_intent[] = {
		[INTENT_BUILD] = STR_INIT("dev"),
		[INTENT_CHECK] = STR_INIT("dev"),
		[INTENT_TEST] = STR_INIT("test"),
		[INTENT_BENCH] = STR_INIT("bench"),
	};
	return s->profile.ptr ? s->profile : by_intent[s->intent];
}

static void push_roots(Builder *b, const UnitId *roots, size_t count)
{
	for (size_t i = count; i-- > 0;)
		*vec_push(b->d->arena, &b->pending, Pending) =
			(Pending){ roots[i], root_dep_way(b->d, &b->d->units.items[roots[i]].key) };
}

static bool build_units(Drafts *d, const ChoiceList *choices, UnitGraph *out)
{
	Builder b = { .d = d };
	if (!add_roots(d, choices) || !drafts_add_library(d))
		return false;
	/* As in Cargo, the build's own roots come first: the first way to a unit decides. */
	push_roots(&b, d->roots.items, d->roots.count);
	push_roots(&b, d->library.items, d->library.count);
	expand_all(&b);
	drafts_attach_library(d);
	drafts_connect_links(d);
	if (d->failed || !drafts_check(d))
		return false;
	return drafts_share(d, out);
}

static bool check_overrides(const Drafts *d)
{
	const PackageGraph *g = d->want->packages;
	const size_t count = g && profiles_name_packages(d->profiles_of) ? g->locked_count : 0;
	ProfileSubject *subjects = arena_array(d->arena, ProfileSubject, count);
	for (size_t i = 0; i < count; i++)
		subjects[i] = (ProfileSubject){ .name = g->locked[i].name,
			                        .version = g->locked[i].version,
			                        .source = g->locked[i].source };
	return profiles_check_packages(d->profiles_of, d->diag, subjects, count);
}

/* The features of the standard library are resolved apart, by the rules of its own workspace. */
static bool find_features(Drafts *d, const FeatureRequest *own)
{
	const PackageGraph *library = d->want->library;
	if (d->want->packages)
		d->features = features_resolve(d->arena, d->want->packages, own);
	if (!library)
		return true;
	const Selection s = library_selection(d->arena, &d->want->wanted, library->toolchain);
	const Select select = { d->arena, d->diag, library, &s };
	PkgList chosen;
	FeatureRequest request;
	if (!select_packages(&select, &chosen) || !select_can_be_tested(&select, chosen) ||
	    !select_feature_roots(&select, chosen, &request))
		return false;
	const Features *rest = features_resolve(d->arena, library, &request);
	d->features = d->features ? features_append(d->arena, d->features, rest) : rest;
	return true;
}

/* Chooses the targets of the build's own packages, and resolves features and profiles for that. */
static bool choose_targets(Drafts *d, ChoiceList *choices)
{
	PkgList chosen = { 0 };
	FeatureRequest request = { 0 };
	const PackageGraph *own = d->want->packages;
	const Select select = { d->arena, d->diag, own, d->selection };
	if (own && (!select_packages(&select, &chosen) || !select_can_be_tested(&select, chosen) ||
	            !select_feature_roots(&select, chosen, &request)))
		return false;
	if (!find_features(d, &request))
		return false;
	d->profiles_of =
		profiles_open(d->arena, d->config, own ? own->workspace->top->profiles : NULL,
	                      requested_profile(d->selection));
	return d->profiles_of && check_overrides(d) &&
	       (!own || select_targets(&select, d->features, chosen, choices));
}

const UnitGraph *units_build(Arena *a, const Config *config, const UnitsRequest *want)
{
	const PackageGraph *own = want->packages;
	const PackageGraph *all = want->library ? graph_append(a, own, want->library) : own;
	ChoiceList choices = { 0 };
	UnitGraph *out = arena_new(a, UnitGraph);
	assert(all);
	Drafts d = {
		.arena = a,
		.diag = config->diag,
		.config = config,
		.graph = all,
		.selection = want->selection,
		.want = want,
		.own_count = own ? own->count : 0,
	};
	d.merge_host = all->toolchain->target_count == 0;
	d.without_library = arena_array(a, bool, all->count);
	map_init(&d.by_key, a, 2 * all->count);
	vec_reserve(a, &d.units, Draft, all->count);
	if (!choose_targets(&d, &choices))
		return NULL;
	*out = (UnitGraph){ .packages = all, .features = d.features, .profiles = d.profiles_of };
	return build_units(&d, &choices, out) ? out : NULL;
}
