// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/registry/index_git.h"

#include "cache/git/gitstore.h"
#include "cache/registry/index_file.h"

static GitIndexAnswer read_file(const Index *x, const GitIndex *of, Str path, Arena *a, Str *out)
{
	if (x->gits)
		return gitstore_index_file(x->gits, of, path, a, out);
	diag_error(x->diag, NO_SPAN, "the index of registry `" STR_FMT "` is a git repository",
	           STR_ARG(of->url));
	diag_help(x->diag, "use its sparse index: `index = \"sparse+https://...\"`");
	return GIT_INDEX_FAILED;
}

bool index_git_configure(const Index *x, Registry *r, Arena *a)
{
	const GitIndex of = { .url = r->index, .id = r->id };
	const char *shown = arena_printf(a, STR_FMT "/config.json", STR_ARG(r->shown)).ptr;
	Source src = { .path = shown };
	switch (read_file(x, &of, STR("config.json"), a, &src.text)) {
	case GIT_INDEX_FOUND:
		return registry_configure(r, &src, a, x->diag);
	case GIT_INDEX_NO_FILE:
		diag_error(x->diag, NO_SPAN,
		           "%s: there is no such file: is it the index of a registry?", shown);
		return diag_help(x->diag, "check `index` of the registry in `.cargo/config.toml`");
	default:
		return false;
	}
}

IndexAnswer index_git_versions(const Index *x, const IndexQuery *query, Arena *a,
                               IndexVersions *out)
{
	const Registry *r = query->registry;
	const GitIndex of = { .url = r->index, .id = r->id, .update = query->how == INDEX_NEWEST };
	Str text;
	*out = (IndexVersions){ 0 };
	switch (read_file(x, &of, registry_index_path(a, query->name), a, &text)) {
	case GIT_INDEX_FOUND:
		index_read(text, query->name, a, out);
		return INDEX_FOUND;
	case GIT_INDEX_NO_FILE:
		return INDEX_NO_CRATE;
	default:
		return INDEX_FAILED;
	}
}
