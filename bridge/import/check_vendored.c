// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/import/check.h"
#include "cache/store/store.h"
#include "cache/store/vendored_compare.h"

#include <dirent.h>

static bool has_list(Arena *a, Str folder)
{
	return fs_kind(arena_cstr(a, path_join(a, folder, STR(".cargo-checksum.json")))) ==
	       FILE_REGULAR;
}

/* Finds the directory sources: the folders of vendored packages that the build uses. */
static void find_sources(const Import *i, Str cache, StrVec *out)
{
	Arena *a = &i->session->arena;
	const PackageGraph *g = i->units->graph->packages;
	for (PkgId p = 0; p < g->count; p++) {
		const Package *k = &g->packages[p];
		const Str source = path_parent(k->folder);
		bool known = k->is_path || path_is_below(k->folder, cache);
		for (size_t s = 0; !known && s < out->count; s++)
			known = str_eq(out->items[s], source);
		if (!known && has_list(a, k->folder))
			*vec_push(a, out, Str) = source;
	}
}

/* Lists all packages of a directory source, also those for other platforms. */
static bool list_packages(const Import *i, Str source, StrVec *out)
{
	Arena *a = &i->session->arena;
	FsEntry *entries;
	size_t count;
	if (!fs_list(arena_cstr(a, source), a, &entries, &count))
		return diag_errno(&i->session->diag,
		                  "cannot read the directory source `" STR_FMT "`",
		                  STR_ARG(source));
	for (size_t e = 0; e < count; e++) {
		const Str folder = path_join(a, source, entries[e].name);
		if (entries[e].name.ptr[0] != '.' && has_list(a, folder))
			*vec_push(a, out, Str) = folder;
	}
	return true;
}

static void report_difference(const Import *i, const VendoredDifference *d)
{
	static const char *const says[] = {
		[VENDORED_CHANGED] = "was changed since it was vendored",
		[VENDORED_MISSING] = "is missing: it was vendored",
		[VENDORED_ADDED] = "is not one of the vendored files",
	};
	Arena *a = &i->session->arena;
	const Str way = path_relative(a, i->session->cwd, path_normalise(a, d->path));
	diag_error(&i->session->diag, NO_SPAN, "`" STR_FMT "` %s", STR_ARG(way), says[d->state]);
	diag_help(&i->session->diag, "run `l4cargo vendor` again to restore it");
}

bool check_vendored(const Import *i, size_t *count)
{
	Session *s = i->session;
	StrVec sources = { 0 }, packages = { 0 };
	VendoredDifferences found = { 0 };
	Str cache;
	if (!store_default_folder(&s->arena, s->env, &s->diag, &cache))
		return false;
	find_sources(i, cache, &sources);
	for (size_t k = 0; k < sources.count; k++)
		if (!list_packages(i, sources.items[k], &packages))
			return false;
	*count = packages.count;
	bool good = vendored_compare(&s->arena, &s->diag, packages.items, packages.count, &found);
	for (size_t k = 0; k < found.count; k++)
		report_difference(i, &found.items[k]);
	if (found.count)
		diag_help(&s->diag, "use `[patch]` with a copy of a package to edit it, or run "
		                    "`l4cargo vendor` once more");
	return good && found.count == 0;
}
