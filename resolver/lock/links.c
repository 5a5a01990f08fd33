// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/lock/lockfile_internal.h"

#include <stdlib.h>

typedef struct PackageRange {
	size_t from, to;
} PackageRange;

/*
 * Returns the index of the first package in `group` with at least version `v`, or above `v` if
 * `after` is set. The packages of a group have one name and ascend by version.
 */
static size_t first_from(const Lockfile *l, PackageRange group, const Version *v, bool after)
{
	size_t low = group.from, high = group.to;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = version_compare(&l->packages[middle].version, v);
		if (order < 0 || (after && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Returns the range of packages with this name. Packages are sorted by name, and most names occur
 * once.
 */
static PackageRange group_of(const LockReader *r, Str name)
{
	const Lockfile *l = r->lock;
	const uint32_t first = map_get(&r->groups, name);
	if (first == MAP_NONE)
		return (PackageRange){ 0 };
	size_t low = first, high = low + 1;
	while (high < l->count && str_eq(l->packages[high].name, name)) {
		low = high;
		high += high - first;
	}
	high = high < l->count ? high : l->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (str_eq(l->packages[middle].name, name))
			low = middle + 1;
		else
			high = middle;
	}
	return (PackageRange){ first, low };
}

static PackageRange narrow_to_version(LockReader *r, PackageRange group, Str version)
{
	const LockPackage *all = r->lock->packages;
	if (!version.ptr) {
		r->shortened = true;
		bool one = version_eq(&all[group.from].version, &all[group.to - 1].version);
		return one ? group : (PackageRange){ 0 };
	}
	Version v;
	const char *why;
	if (!version_parse(version, &v, &why))
		return (PackageRange){ 0 };
	return (PackageRange){ first_from(r->lock, group, &v, false),
		               first_from(r->lock, group, &v, true) };
}

static bool is_path(const LockPackage *p)
{
	return !p->has_source || p->source->kind == SOURCE_PATH;
}

static uint32_t find_source(const Lockfile *l, PackageRange group, const SourceId *s)
{
	while (group.from < group.to) {
		size_t middle = group.from + (group.to - group.from) / 2;
		const LockPackage *p = &l->packages[middle];
		int order = p->has_source ? source_compare(p->source, s) : -1;
		if (order == 0)
			return (uint32_t)middle;
		if (order < 0)
			group.from = middle + 1;
		else
			group.to = middle;
	}
	return MAP_NONE;
}

/*
 * Finds the package for a dependency without a source: the only path package, or else the only
 * package. Path packages come first in a group.
 */
static uint32_t only_one(LockReader *r, PackageRange group)
{
	size_t count = group.to - group.from;
	const LockPackage *first = &r->lock->packages[group.from];
	if (count && is_path(first))
		return count > 1 && is_path(first + 1) ? MAP_NONE : (uint32_t)group.from;
	if (count == 1)
		r->shortened = true;
	return count == 1 ? (uint32_t)group.from : MAP_NONE;
}

bool lockfile_find(LockReader *r, Str text, Span at, uint32_t *out)
{
	Str name, version = { NULL, 0 }, source = { NULL, 0 }, rest;
	SourceId id;
	*out = MAP_NONE;
	if (str_cut(text, ' ', &name, &rest) && !str_cut(rest, ' ', &version, &source))
		source.ptr = NULL;
	if (source.ptr) {
		bool wrapped = source.len >= 2 && source.ptr[0] == '(' &&
		               source.ptr[source.len - 1] == ')';
		if (!wrapped || !source_parse(r->arena, str_sub(source, 1, source.len - 1), &id))
			return diag_error(r->diag, at,
			                  "`" STR_FMT "` does not have the form `NAME VERSION "
			                  "(SOURCE)`",
			                  STR_ARG(text)) ||
			       diag_help(r->diag, "write it in this form, or remove the file and "
			                          "run `cargo generate-lockfile`");
	}
	PackageRange group = group_of(r, name);
	if (group.from == group.to)
		return true;
	group = narrow_to_version(r, group, version);
	if (group.from == group.to)
		return true;
	*out = source.ptr ? find_source(r->lock, group, &id) : only_one(r, group);
	return true;
}

static int compare_indexes(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

static size_t sort_unique(uint32_t *items, size_t count)
{
	qsort(items, count, sizeof *items, compare_indexes);
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (!kept || items[kept - 1] != items[i])
			items[kept++] = items[i];
	}
	return kept;
}

static bool read_edges(LockReader *r, const TomlValue *list, LockPackage *p)
{
	if (list->kind != TOML_ARRAY)
		return lockfile_expected(r, list, "dependencies", "an array of strings");
	p->deps = arena_array(r->arena, uint32_t, list->array.count);
	for (size_t i = 0; i < list->array.count; i++) {
		const TomlValue *v = &list->array.items[i];
		if (v->kind != TOML_STRING)
			return lockfile_expected(r, v, "dependencies", "an array of strings");
		uint32_t to;
		if (!lockfile_find(r, v->text, v->at, &to))
			return false;
		if (to != MAP_NONE)
			p->deps[p->dep_count++] = to;
		p->cut |= to == MAP_NONE;
	}
	p->dep_count = sort_unique(p->deps, p->dep_count);
	return true;
}

static bool read_links(LockReader *r, size_t index)
{
	LockPackage *p = &r->lock->packages[index];
	const TomlValue *list = toml_get(r->tables[index], STR("dependencies"));
	Str replace = { NULL, 0 };
	Span at = p->at;
	if (list && !read_edges(r, list, p))
		return false;
	if (!lockfile_text(r, r->tables[index], "replace", &replace, &at))
		return false;
	if (!replace.ptr)
		return true;
	if (list) {
		diag_error(r->diag, at, "a replaced package has no dependencies of its own");
		return diag_help(r->diag, "remove them: the dependencies of its `replace` are "
		                          "used; `cargo generate-lockfile` creates a new file");
	}
	if (!lockfile_find(r, replace, at, &p->replace))
		return false;
	p->replaced = p->replace != MAP_NONE && p->replace != index;
	return true;
}

bool lockfile_read_links(LockReader *r)
{
	for (size_t i = 0; i < r->lock->count; i++) {
		if (!read_links(r, i))
			return false;
	}
	return true;
}
