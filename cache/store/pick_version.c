// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/store_internal.h"

/* --- a crate that does not exist --- */

static Str with_letters(Arena *a, Str name, char from, char to)
{
	char *copy = arena_cstr(a, name);
	for (char *c = copy; *c; c++)
		*c = *c == from ? to : *c;
	return (Str){ copy, name.len };
}

/* As in Cargo, tries names that differ in `-` and `_`, only for a better message. */
static void suggest_name(Store *s, const Registry *r, Str name)
{
	const Str low = arena_lower(&s->arena, name);
	const Str tries[] = { low, with_letters(&s->arena, low, '_', '-'),
		              with_letters(&s->arena, low, '-', '_') };
	Diag silent = { 0 };
	Index quiet = s->index;
	quiet.diag = &silent;
	for (size_t i = 0; i < COUNT_OF(tries); i++) {
		IndexVersions found = { 0 };
		const IndexQuery query = { r, tries[i], INDEX_NEWEST };
		if (!str_eq(tries[i], name) &&
		    index_versions(&quiet, &query, &s->arena, &found) == INDEX_FOUND &&
		    found.count) {
			diag_help(s->diag, "there is a crate `" STR_FMT "`", STR_ARG(tries[i]));
			return;
		}
	}
}

static bool no_such_crate(Store *s, const StoreRegistry *from, Str name)
{
	diag_error(s->diag, NO_SPAN, "registry `" STR_FMT "` has no crate `" STR_FMT "`",
	           STR_ARG(from->registry.shown), STR_ARG(name));
	diag_help(s->diag, "check the name; `--registry NAME` asks another registry");
	if (!from->local.len)
		suggest_name(s, &from->registry, name);
	return false;
}

/* --- the choice --- */

typedef struct Candidates {
	const IndexVersion *best;   /* the newest that matches */
	const IndexVersion *yanked; /* the newest that would match if it were not yanked */
	const IndexVersion *latest; /* the newest release that is not yanked */
	const IndexVersion *newest; /* the same, but it may be a pre-release */
} Candidates;

static void take_newer(const IndexVersion **best, const IndexVersion *v)
{
	if (!*best || version_compare(&v->version, &(*best)->version) > 0)
		*best = v;
}

static Candidates choose_candidates(const IndexVersions *all, const VersionReq *req)
{
	Candidates c = { 0 };
	for (size_t i = 0; i < all->count; i++) {
		const IndexVersion *v = &all->items[i];
		const bool release = !v->version.pre.len;
		const bool fits =
			req && !req->any ? version_req_matches(req, &v->version) : release;
		if (fits)
			take_newer(v->yanked ? &c.yanked : &c.best, v);
		if (!v->yanked)
			take_newer(&c.newest, v);
		if (!v->yanked && release)
			take_newer(&c.latest, v);
	}
	return c;
}

static bool none_fits(Store *s, const NewestWanted *w, const Candidates *c)
{
	if (c->yanked)
		diag_error(s->diag, NO_SPAN, "`" STR_FMT " v" STR_FMT "` was yanked by its authors",
		           STR_ARG(w->name), STR_ARG(c->yanked->version.text));
	else if (w->req && !w->req->any)
		diag_error(s->diag, NO_SPAN, "crate `" STR_FMT "` has no version `" STR_FMT "`",
		           STR_ARG(w->name), STR_ARG(w->req->text));
	else
		diag_error(s->diag, NO_SPAN, "crate `" STR_FMT "` has no release",
		           STR_ARG(w->name));
	const IndexVersion *instead = c->latest ? c->latest : c->newest;
	if (instead)
		diag_help(s->diag, "the newest is `" STR_FMT "@" STR_FMT "`", STR_ARG(w->name),
		          STR_ARG(instead->version.text));
	return false;
}

/* As in Cargo, `^rust-version` must match rustc's version without its pre-release. */
static bool supports_rustc(const IndexVersion *v, const Version *rustc)
{
	scoped_arena scratch = { 0 };
	Version release = *rustc;
	VersionReq req;
	const char *why;
	release.pre = STR("");
	return !v->rust_version.len || !version_req_parse(v->rust_version, &scratch, &req, &why) ||
	       version_req_matches(&req, &release);
}

static bool needs_newer_rustc(Store *s, const NewestWanted *w, const IndexVersions *all,
                              const IndexVersion *best)
{
	const IndexVersion *instead = NULL;
	for (size_t i = 0; i < all->count; i++) {
		const IndexVersion *v = &all->items[i];
		if (!v->yanked && !v->version.pre.len && supports_rustc(v, w->rustc))
			take_newer(&instead, v);
	}
	diag_error(s->diag, NO_SPAN,
	           "`" STR_FMT " v" STR_FMT "` requires rustc " STR_FMT
	           " or newer, while this is rustc " STR_FMT,
	           STR_ARG(w->name), STR_ARG(best->version.text), STR_ARG(best->rust_version),
	           STR_ARG(w->rustc->text));
	if (instead && instead->rust_version.len)
		diag_help(s->diag, "`" STR_FMT "@" STR_FMT "` supports rustc " STR_FMT " and newer",
		          STR_ARG(w->name), STR_ARG(instead->version.text),
		          STR_ARG(instead->rust_version));
	else if (instead)
		diag_help(s->diag, "`" STR_FMT "@" STR_FMT "` does not say which rustc it needs",
		          STR_ARG(w->name), STR_ARG(instead->version.text));
	return false;
}

bool store_newest(Store *s, const NewestWanted *wanted, IndexVersion *out)
{
	if (!crate_name_is_safe(wanted->name)) {
		diag_error(s->diag, NO_SPAN, "not a crate's name: `" STR_FMT "`",
		           STR_ARG(wanted->name));
		return diag_help(s->diag, "write `NAME` or `NAME@VERSION`");
	}
	const StoreRegistry *from = store_registry(s, wanted->registry, wanted->local);
	if (!from)
		return false;
	IndexVersions all = { 0 };
	const IndexQuery query = { &from->registry, wanted->name, INDEX_NEWEST };
	const IndexAnswer answer = store_versions(s, from, &query, &all);
	if (answer == INDEX_FAILED)
		return false;
	if (answer == INDEX_NO_CRATE || all.count == 0)
		return no_such_crate(s, from, wanted->name);
	const Candidates c = choose_candidates(&all, wanted->req);
	if (!c.best)
		return none_fits(s, wanted, &c);
	if (wanted->rustc && !supports_rustc(c.best, wanted->rustc))
		return needs_newer_rustc(s, wanted, &all, c.best);
	*out = *c.best;
	return true;
}

static bool is_more_of(const Version *v, const Version *wanted)
{
	Version plain = *v;
	plain.build = STR("");
	return version_eq(&plain, wanted);
}

static const IndexVersion *closest_version(const IndexVersions *all, const Version *version)
{
	const IndexVersion *best = NULL;
	for (size_t i = 0; i < all->count; i++) {
		const IndexVersion *v = &all->items[i];
		if (version_eq(&v->version, version))
			return v;
		if (is_more_of(&v->version, version))
			take_newer(&best, v);
	}
	return best;
}

IndexAnswer store_find_version(Store *s, const NewestWanted *wanted, const Version *version,
                               IndexVersion *out)
{
	const StoreRegistry *from = store_registry(s, wanted->registry, wanted->local);
	if (!from)
		return INDEX_FAILED;
	if (!crate_name_is_safe(wanted->name))
		return INDEX_NO_CRATE;
	for (IndexFreshness how = INDEX_ANY_COPY; how <= INDEX_NEWEST; how++) {
		IndexVersions all = { 0 };
		const IndexQuery query = { &from->registry, wanted->name, how };
		if (store_versions(s, from, &query, &all) == INDEX_FAILED)
			return INDEX_FAILED;
		const IndexVersion *found = closest_version(&all, version);
		if (found) {
			*out = *found;
			return INDEX_FOUND;
		}
	}
	return INDEX_NO_CRATE;
}
