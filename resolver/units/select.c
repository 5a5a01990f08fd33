// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/select.h"

#include "base/files/glob.h"
#include "resolver/manifest/keys.h"
#include "resolver/units/named.h"

typedef struct Pick { /* the packages that were chosen so far */
	Arena *arena;
	Diag *diag;
	const PackageGraph *graph;
	bool *chosen;      /* by PkgId */
	bool members_only; /* --workspace */
	bool lenient;      /* select_known_packages: names without a package are passed over */
} Pick;

bool target_filter_is_set(const TargetFilter *f)
{
	return f->lib || f->bins || f->examples || f->tests || f->benches || f->all_targets ||
	       f->bin.count || f->example.count || f->test.count || f->bench.count;
}

bool selection_tests(const Selection *s)
{
	const bool check = s->intent == INTENT_CHECK && str_eq(s->profile, STR("test"));
	return check || s->intent == INTENT_TEST || s->intent == INTENT_BENCH;
}

bool selection_wants_dev(const Selection *s)
{
	const TargetFilter *f = &s->filter;
	if (selection_tests(s))
		return true;
	return f->all_targets || f->examples || f->tests || f->benches || f->example.count ||
	       f->test.count || f->bench.count;
}

/* With --workspace, only members can be named. */
static bool can_be_named(const Pick *p, const Package *k)
{
	return k->member || !p->members_only;
}

static bool suggest_version(const Pick *p, Str wanted)
{
	bool found = false;
	for (PkgId i = 0; i < p->graph->count; i++) {
		const Package *k = &p->graph->packages[i];
		if (!can_be_named(p, k) || !str_eq(k->name, wanted))
			continue;
		found = true;
		diag_help(p->diag, "there is `" STR_FMT "@" STR_FMT "`", STR_ARG(k->name),
		          STR_ARG(k->version.text));
	}
	return found;
}

static void suggest_package(const Pick *p, Str wanted)
{
	if (suggest_version(p, wanted))
		return;
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	bool exists = false; /* but cannot be named */
	for (PkgId i = 0; i < p->graph->count; i++) {
		const Package *k = &p->graph->packages[i];
		exists |= str_eq(k->name, wanted);
		if (can_be_named(p, k))
			closest_offer(wanted, k->name, &best, &edits);
	}
	if (!exists && best.ptr && edits < best.len)
		diag_help(p->diag, "a package with a similar name exists: `" STR_FMT "`",
		          STR_ARG(best));
	else if (p->members_only)
		diag_help(p->diag, "with --workspace, -p can only name members of the workspace");
	else
		diag_help(p->diag, "`l4cargo tree` lists the packages");
}

static bool spec_takes(const PackageSpec *spec, const Package *k)
{
	return k->reached && spec_matches(spec, k->name, &k->version, k->source);
}

/* Cargo's graph has both a package that [replace] replaces and its replacement, so a name can mean
 * both. */
static bool takes_replaced(const PackageSpec *spec, const LockedPackage *k)
{
	return k->replacement && spec_matches(spec, k->name, k->version, k->source);
}

static bool no_package(const Pick *p, const Named *n)
{
	diag_error(p->diag, NO_SPAN,
	           "package ID specification `" STR_FMT "` did not match any packages",
	           STR_ARG(n->text));
	suggest_package(p, n->spec.name);
	return false;
}

static bool several_packages(const Pick *p, const Named *n)
{
	diag_error(p->diag, NO_SPAN,
	           "package ID specification `" STR_FMT
	           "` is ambiguous: it matches several packages",
	           STR_ARG(n->text));
	for (PkgId i = 0; i < p->graph->count; i++) {
		const Package *k = &p->graph->packages[i];
		if (spec_takes(&n->spec, k))
			diag_help(p->diag, "`" STR_FMT "@" STR_FMT "` is one", STR_ARG(k->name),
			          STR_ARG(k->version.text));
	}
	for (size_t i = 0; i < p->graph->locked_count; i++) {
		const LockedPackage *k = &p->graph->locked[i];
		if (takes_replaced(&n->spec, k))
			diag_help(p->diag,
			          "`" STR_FMT "@" STR_FMT "`, which is replaced, is one: give the "
			          "address of its replacement, `" STR_FMT "`",
			          STR_ARG(k->name), STR_ARG(k->version->text),
			          STR_ARG(k->replacement->url));
	}
	return false;
}

/* As in Cargo, a specification must match exactly one package of the graph, built or not. */
static bool pick_spec(Pick *p, const Named *n)
{
	size_t found = 0;
	PkgId last = 0;
	for (PkgId i = 0; i < p->graph->count; i++) {
		const Package *k = &p->graph->packages[i];
		if (spec_takes(&n->spec, k)) {
			found++;
			last = i;
		}
	}
	for (size_t i = 0; found == 1 && i < p->graph->locked_count; i++)
		found += takes_replaced(&n->spec, &p->graph->locked[i]);
	if (found == 1)
		p->chosen[last] |= p->graph->packages[last].built || !p->lenient;
	if (found == 1 || p->lenient)
		return true;
	return found ? several_packages(p, n) : no_package(p, n);
}

/* As in Cargo, a member only counts for the first pattern that it matches, and each pattern must
 * have a member that counts for it. */
static bool matches_earlier(NamedList named, size_t before, Str name)
{
	for (size_t i = 0; i < before; i++)
		if (named.items[i].is_pattern && glob_matches(named.items[i].text, name))
			return true;
	return false;
}

/* Cargo's words for one argument. */
static const char *plural_words(const Named *n)
{
	return n->is_pattern ? " pattern(s)" : "(s)";
}

static bool not_in_workspace(const Pick *p, const Named *n)
{
	diag_error(p->diag, NO_SPAN, "package%s `" STR_FMT "` not found in workspace `" STR_FMT "`",
	           plural_words(n), STR_ARG(n->text), STR_ARG(p->graph->workspace->root));
	if (n->is_pattern)
		return glob_help(p->diag);
	suggest_package(p, n->spec.name);
	return false;
}

static bool pick_pattern(Pick *p, NamedList named, size_t which)
{
	const Named *n = &named.items[which];
	bool found = false;
	for (PkgId i = 0; i < p->graph->count; i++) {
		const Package *k = &p->graph->packages[i];
		if (k->member && glob_matches(n->text, k->name) &&
		    !matches_earlier(named, which, k->name))
			p->chosen[i] = found = true;
	}
	return found || not_in_workspace(p, n);
}

static void pick_manifest(Pick *p, const Manifest *m)
{
	for (PkgId i = 0; i < p->graph->count; i++)
		if (p->graph->packages[i].manifest == m)
			p->chosen[i] = true;
}

static bool takes_package(const Named *n, const Package *k)
{
	return named_takes(n, k->name, &k->version, k->source);
}

static bool takes_member(const Pick *p, const Named *n)
{
	for (PkgId i = 0; i < p->graph->count; i++)
		if (p->graph->packages[i].member && takes_package(n, &p->graph->packages[i]))
			return true;
	return false;
}

static bool any_takes(NamedList named, const Package *k)
{
	for (size_t i = 0; i < named.count; i++)
		if (takes_package(&named.items[i], k))
			return true;
	return false;
}

static void warn_unused_excludes(const Pick *p, NamedList excluded)
{
	for (size_t i = 0; i < excluded.count; i++) {
		const Named *n = &excluded.items[i];
		if (!takes_member(p, n))
			diag_warning(p->diag, NO_SPAN,
			             "excluded package%s `" STR_FMT
			             "` not found in workspace `" STR_FMT "`",
			             plural_words(n), STR_ARG(n->text),
			             STR_ARG(p->graph->workspace->root));
	}
}

static bool pick_named(Pick *p, const Selection *s)
{
	NamedList named;
	bool good = named_read(p->arena, p->diag, s->packages, &named);
	for (size_t i = 0; good && i < named.count; i++)
		good = named.items[i].is_pattern ? pick_pattern(p, named, i)
		                                 : pick_spec(p, &named.items[i]);
	return good;
}

/* With --workspace, each package of `-p` must be a member. */
static bool check_named_members(const Pick *p, const Selection *s)
{
	NamedList named;
	bool good = named_read(p->arena, p->diag, s->packages, &named);
	for (size_t i = 0; good && i < named.count; i++)
		good = takes_member(p, &named.items[i]) || not_in_workspace(p, &named.items[i]);
	return good;
}

static bool pick_members(Pick *p, const Selection *s)
{
	NamedList excluded; /* as in Cargo, valid, though they need not match anything */
	if (!named_read(p->arena, p->diag, s->exclude, &excluded))
		return false;
	/* As in Cargo, `-p` is ignored if there is an --exclude. */
	const bool checks = !excluded.count &&
	                    cargo_has(p->graph->toolchain->cargo_version, CARGO_CHECKS_PACKAGES);
	if (checks && !check_named_members(p, s))
		return false;
	for (PkgId i = 0; i < p->graph->count; i++) {
		const Package *k = &p->graph->packages[i];
		p->chosen[i] = k->member && !any_takes(excluded, k);
	}
	warn_unused_excludes(p, excluded);
	return true;
}

static PkgList list_chosen(const Pick *p)
{
	size_t count = 0;
	PkgId *items = arena_array(p->arena, PkgId, p->graph->count);
	for (PkgId i = 0; i < p->graph->count; i++)
		if (p->chosen[i])
			items[count++] = i;
	return (PkgList){ items, count };
}

static bool refuse_test(Diag *diag, const Package *k, const Dependency *d)
{
	diag_error(diag, d->at,
	           "package `" STR_FMT "` cannot be tested because it requires dev-dependencies "
	           "and is not a member of the workspace",
	           STR_ARG(k->name));
	return diag_help(diag, "test it in its own folder");
}

/* Cargo resolves the dev-dependencies of members only. */
bool select_can_be_tested(const Select *select, PkgList packages)
{
	for (size_t i = 0; selection_tests(select->selection) && i < packages.count; i++) {
		const Package *k = &select->graph->packages[packages.items[i]];
		for (size_t d = 0; !k->member && d < k->manifest->dep_count; d++)
			if (k->manifest->deps[d].kind == DEP_DEV)
				return refuse_test(select->diag, k, &k->manifest->deps[d]);
	}
	return true;
}

bool select_known_packages(const Select *select, PkgList *out)
{
	const PackageGraph *g = select->graph;
	Pick p = { .arena = select->arena,
		   .diag = select->diag,
		   .graph = g,
		   .chosen = arena_array(select->arena, bool, g->count),
		   .members_only = select->selection->workspace,
		   .lenient = true };
	const bool good = p.members_only ? pick_members(&p, select->selection)
	                                 : pick_named(&p, select->selection);
	*out = list_chosen(&p);
	return good;
}

bool select_packages(const Select *select, PkgList *out)
{
	const PackageGraph *g = select->graph;
	const Selection *s = select->selection;
	Diag *diag = select->diag;
	const Workspace *ws = g->workspace;
	Pick p = { .arena = select->arena,
		   .diag = diag,
		   .graph = g,
		   .chosen = arena_array(select->arena, bool, g->count),
		   .members_only = s->workspace };
	if (s->exclude.count && !s->workspace) {
		diag_error(diag, NO_SPAN, "--exclude can only be used together with --workspace");
		diag_help(diag, "add --workspace, or name the packages with -p");
		return false;
	}
	if (s->workspace ? !pick_members(&p, s) : !pick_named(&p, s))
		return false;
	if (!s->workspace && s->packages.count == 0)
		for (size_t i = 0; i < ws->default_count; i++)
			pick_manifest(&p, ws->defaults[i]);
	*out = list_chosen(&p);
	if (out->count)
		return true;
	if (!ws->current->has_package && ws->member_count == 0) {
		diag_error(diag, ws->current->workspace.at,
		           "manifest path `" STR_FMT "` contains no package: the manifest is "
		           "virtual, and the workspace has no members",
		           STR_ARG(ws->current->path));
		return diag_help(diag, "list folders of packages in `workspace.members`");
	}
	diag_error(diag, NO_SPAN, "no packages to compile");
	return diag_help(diag, "exclude fewer of the members");
}
