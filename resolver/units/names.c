// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/units_internal.h"

/* Returns whether no error was reported for the record yet, and marks it as reported. */
static bool is_news(Drafts *d, const Dependency *r)
{
	for (size_t i = 0; i < d->clashes.count; i++)
		if (d->clashes.items[i] == r)
			return false;
	*vec_push(d->arena, &d->clashes, const Dependency *) = r;
	return true;
}

static bool names_differ(Drafts *d, PkgId from, const Edge *e, const Dependency *other)
{
	const Package *p = &d->graph->packages[from], *q = &d->graph->packages[e->to];
	if (!is_news(d, other))
		return false;
	diag_error(d->diag, other->at,
	           "the crate `" STR_FMT " v" STR_FMT "` depends on crate `" STR_FMT " v" STR_FMT
	           "` multiple times with different names",
	           STR_ARG(p->name), STR_ARG(p->version.text), STR_ARG(q->name),
	           STR_ARG(q->version.text));
	diag_note(d->diag, e->records[0]->at, "the other name is here");
	diag_help(d->diag, "use one name for it in all dependency tables");
	return false;
}

/* Reports nothing for a library whose own name is wrong: check.c reports that. */
static bool not_an_extern(Drafts *d, const Edge *e, const Dependency *r, const Target *lib)
{
	if (!r->renamed && !lib->crate_name.plain.len)
		return true;
	if (!is_news(d, r))
		return false;
	diag_error(d->diag, r->at,
	           "the crate of `" STR_FMT "` is called `" STR_FMT
	           "` here: rustc accepts only ASCII letters, digits and `_` for a dependency",
	           STR_ARG(d->graph->packages[e->to].name),
	           STR_ARG(r->renamed ? r->key : lib->raw_name));
	return diag_help(d->diag,
	                 "give it such a name: `NAME = { package = \"" STR_FMT "\", ... }`",
	                 STR_ARG(r->package));
}

bool drafts_name_edge(Drafts *d, PkgId from, const Edge *e, DraftDep *out)
{
	const Target *lib = d->graph->packages[e->to].manifest->lib;
	for (size_t i = 0; i < e->record_count; i++) {
		const Dependency *r = e->records[i];
		const TargetName name =
			r->renamed ? target_name_crate(d->arena, target_name_check(r->key))
				   : lib->crate_name;
		if (!target_name_is_extern(name))
			return not_an_extern(d, e, r, lib);
		if (i && !str_eq(name.plain, out->extern_name.plain))
			return names_differ(d, from, e, r);
		out->extern_name = name;
		out->dep_name = r->renamed ? r->key : STR("");
	}
	return true;
}

bool drafts_name_own(const Drafts *d, const Target *user, const Target *lib)
{
	if (!lib->crate_name.plain.len || target_name_is_extern(lib->crate_name))
		return true;
	diag_error(d->diag, lib->at,
	           "`" STR_FMT "` needs the library `" STR_FMT
	           "` of its package: rustc accepts only ASCII letters, digits and `_` in its name",
	           STR_ARG(user->raw_name), STR_ARG(lib->raw_name));
	return diag_help(d->diag, "give the library such a name: `name = \"...\"` in [lib]");
}
