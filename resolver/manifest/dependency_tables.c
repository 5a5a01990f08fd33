// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/feature.h"
#include "resolver/manifest/parts.h"

#include "base/core/map.h"

#include <ctype.h>
#include <stdlib.h>

enum { MAX_FAILED = 100 }; /* the most names to keep; nobody reads more messages */

typedef VEC(Dependency) DependencyList;

typedef struct Tables { /* the tables of dependencies of one scope: the package or a platform */
	const TomlEntry *normal, *dev, *build;
	const Platform *platform;
	const KeyPath *path;
} Tables;

static int by_key(const void *a, const void *b)
{
	const Dependency *x = a, *y = b;
	return str_compare(x->key, y->key);
}

static bool in_order(const DependencyList *list, size_t first)
{
	for (size_t i = first + 1; i < list->count; i++)
		if (by_key(&list->items[i - 1], &list->items[i]) > 0)
			return false;
	return true;
}

/* Sorts the dependencies of a table by name, as Cargo does. */
static void read_table(ManifestReader *r, const TomlEntry *e, const Tables *in, DepKind kind,
                       DependencyList *list)
{
	const TomlTable *t = key_table(e);
	if (!t)
		return;
	const KeyPath path = { in->path, e->key };
	const size_t first = list->count;
	vec_reserve(r->arena, list, Dependency, first + t->count);
	for (size_t i = 0; i < t->count; i++) {
		Dependency d;
		if (!read_dependency(r, &t->entries[i], &path, &d)) {
			if (r->failed_deps.count < MAX_FAILED)
				*vec_push(r->arena, &r->failed_deps, Str) = t->entries[i].key;
			continue;
		}
		d.kind = kind;
		d.platform = in->platform;
		if (d.optional && kind == DEP_DEV) {
			diag_error(r->diag, d.at,
			           "dev-dependencies are not allowed to be optional: `" STR_FMT "`",
			           STR_ARG(d.key));
			diag_help(r->diag,
			          "leave `optional` out: development dependencies are there "
			          "whenever tests, examples or benchmarks are built");
			continue;
		}
		*vec_push(r->arena, list, Dependency) = d;
	}
	if (!in_order(list, first))
		qsort(list->items + first, list->count - first, sizeof(Dependency), by_key);
}

/*
 * Returns the next name at or after `*at` in `cfg(...)`, skipping strings, and moves `*at` behind
 * it. Empty if there is none.
 */
static Str next_word(Str s, size_t *at)
{
	size_t i = *at;
	while (i < s.len && !isalpha((unsigned char)s.ptr[i]) && s.ptr[i] != '_') {
		const ptrdiff_t close =
			s.ptr[i] == '"' ? str_find(str_sub(s, i + 1, s.len), '"') : -1;
		i += close < 0 ? 1 : (size_t)close + 2;
	}
	const size_t start = i;
	while (i < s.len && (isalnum((unsigned char)s.ptr[i]) || s.ptr[i] == '_'))
		i++;
	*at = i;
	return str_sub(s, start, i);
}

static bool is_in(Str word, const Str *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(word, names[i]))
			return true;
	return false;
}

/*
 * A name may be valid because `--cfg` sets it. But a name that almost equals one of rustc's own is
 * probably misspelt.
 */
static void warn_of_misspelt(const ManifestReader *r, const TomlEntry *e, Str word, bool pair)
{
	static const Str plain[] = { STR_INIT("unix"),  STR_INIT("windows"), STR_INIT("true"),
		                     STR_INIT("false"), STR_INIT("miri"),    STR_INIT("doctest") };
	static const Str keys[] = {
		STR_INIT("target_os"),     STR_INIT("target_arch"),
		STR_INIT("target_env"),    STR_INIT("target_family"),
		STR_INIT("target_abi"),    STR_INIT("target_endian"),
		STR_INIT("target_vendor"), STR_INIT("target_pointer_width"),
		STR_INIT("panic"),         STR_INIT("target_feature"),
		STR_INIT("feature"),       STR_INIT("target_has_atomic"),
	};
	const Str *names = pair ? keys : plain;
	const size_t count = pair ? COUNT_OF(keys) : COUNT_OF(plain);
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	for (size_t i = 0; i < count; i++)
		closest_offer(word, names[i], &best, &edits);
	if (edits == 0 || edits * 4 > best.len || !best.ptr || is_in(word, keys, COUNT_OF(keys)))
		return;
	reader_warn(r, e->key_at, "`" STR_FMT "` in `target.'cfg(...)'` is never set by rustc",
	            STR_ARG(word));
	diag_help(r->diag, "a similar one exists: `" STR_FMT "`", STR_ARG(best));
}

/* Warns of names that are not properties of a platform. */
static void warn_of_names(const ManifestReader *r, const TomlEntry *e)
{
	static const Str useless[] = { STR_INIT("test"), STR_INIT("debug_assertions"),
		                       STR_INIT("proc_macro") };
	size_t at = 0;
	for (Str word; (word = next_word(e->key, &at)).len;) {
		const Str rest = str_trim(str_sub(e->key, at, e->key.len));
		const bool pair = rest.len && rest.ptr[0] == '=';
		if (pair && str_eq(word, STR("feature")))
			reader_warn(r, e->key_at,
			            "found `feature = ...` in `target.'cfg(...)'."
			            "dependencies`; this key is not supported for selecting "
			            "dependencies and will not work as expected");
		if (!pair && is_in(word, useless, COUNT_OF(useless)))
			reader_warn(r, e->key_at,
			            "found `" STR_FMT "` in `target.'cfg(...)'.dependencies`; this "
			            "value is not supported for selecting dependencies and will "
			            "not work as expected",
			            STR_ARG(word));
		else
			warn_of_misspelt(r, e, word, pair);
	}
}

/* Chooses the table of the two spellings. Checks the entries of the other, too. */
static const TomlEntry *choose_table(ManifestReader *r, const TomlEntry *now, const TomlEntry *old,
                                     const KeyPath *path, Str owner)
{
	const TomlTable *redundant = now && old ? key_table(old) : NULL;
	const KeyPath here = { path, old ? old->key : STR("") };
	for (size_t i = 0; redundant && i < redundant->count; i++)
		check_redundant_dependency(r, &redundant->entries[i], &here);
	return reader_spelling(r, now, old, owner);
}

static const Platform *read_platform(const ManifestReader *r, const TomlEntry *e)
{
	Platform *p = arena_new(r->arena, Platform);
	const char *why;
	size_t at;
	if (!platform_parse(e->key, r->arena, p, &why, &at)) {
		diag_error(r->diag, e->key_at,
		           "failed to parse `" STR_FMT "` as a cfg expression: %s", STR_ARG(e->key),
		           why);
		diag_help(r->diag,
		          "write `cfg(unix)`, `cfg(target_os = \"linux\")`, `cfg(any(A, B))`, "
		          "`cfg(all(A, B))`, `cfg(not(A))`, or a triple");
		return NULL;
	}
	if (p->expr && r->c->warn)
		warn_of_names(r, e);
	return p;
}

enum {
	PLATFORM_DEPS,
	PLATFORM_BUILD,
	PLATFORM_BUILD_OLD,
	PLATFORM_DEV,
	PLATFORM_DEV_OLD,
	PLATFORM_KEYS
};

static const KeyRow platform_rows[] = {
	[PLATFORM_DEPS] = { STR_INIT("dependencies"), KEY_TABLE },
	[PLATFORM_BUILD] = { STR_INIT("build-dependencies"), KEY_TABLE },
	[PLATFORM_BUILD_OLD] = { STR_INIT("build_dependencies"), KEY_TABLE },
	[PLATFORM_DEV] = { STR_INIT("dev-dependencies"), KEY_TABLE },
	[PLATFORM_DEV_OLD] = { STR_INIT("dev_dependencies"), KEY_TABLE },
};

static void read_platform_tables(ManifestReader *r, const TomlEntry *e, DependencyList *list)
{
	static const KeySet set = { platform_rows, COUNT_OF(platform_rows) };
	const KeyPath target = { NULL, STR("target") }, path = { &target, e->key };
	const TomlTable *fields = key_fields(&r->keys, e, &set, set.count, &target);
	if (!fields)
		return;
	const TomlEntry *keys[PLATFORM_KEYS];
	keys_read(&r->keys, &set, fields, &path, keys);
	const Platform *platform = read_platform(r, e);
	const Str owner = arena_printf(r->arena, "`" STR_FMT "` platform target", STR_ARG(e->key));
	const Tables t = {
		.normal = keys[PLATFORM_DEPS],
		.dev = choose_table(r, keys[PLATFORM_DEV], keys[PLATFORM_DEV_OLD], &path, owner),
		.build = choose_table(r, keys[PLATFORM_BUILD], keys[PLATFORM_BUILD_OLD], &path,
		                      owner),
		.platform = platform,
		.path = &path,
	};
	read_table(r, t.normal, &t, DEP_NORMAL, list);
	read_table(r, t.build, &t, DEP_BUILD, list);
	read_table(r, t.dev, &t, DEP_DEV, list);
}

static void read_platforms(ManifestReader *r, const TomlEntry *e, DependencyList *list)
{
	const TomlTable *t = key_table(e);
	if (!t || !t->count)
		return;
	const TomlEntry **sorted = toml_sorted(r->arena, t);
	for (size_t i = 0; i < t->count; i++)
		read_platform_tables(r, sorted[i], list);
}

/* Cargo requires that a name has one source, whatever the kind and platform of the dependency. */
void check_sources(const ManifestReader *r)
{
	const Manifest *m = r->m;
	for (size_t i = 0; i < m->dep_count; i++) {
		const Dependency *d = &m->deps[i];
		const Dependency *seen = &m->deps[m->table->first_of_key[i]];
		if (seen == d || source_eq(seen->source, d->source))
			continue;
		diag_error(r->diag, d->at,
		           "dependency '" STR_FMT "' has different source paths "
		           "depending on the build target. Each dependency must have a single "
		           "canonical source path irrespective of build target",
		           STR_ARG(d->key));
		diag_note(r->diag, seen->at, "another source is given here");
		diag_help(r->diag,
		          "rename one of them: `other = { package = \"" STR_FMT "\", ... }`",
		          STR_ARG(d->package));
	}
}

void read_dependencies(ManifestReader *r, Keys top)
{
	const Str owner = arena_printf(r->arena, "`" STR_FMT "` package", STR_ARG(r->m->name));
	const Tables t = {
		.normal = top[TOP_DEPS],
		.dev = choose_table(r, top[TOP_DEV_DEPS], top[TOP_DEV_DEPS_OLD], NULL, owner),
		.build = choose_table(r, top[TOP_BUILD_DEPS], top[TOP_BUILD_DEPS_OLD], NULL, owner),
	};
	DependencyList list = { 0 };
	read_table(r, t.normal, &t, DEP_NORMAL, &list);
	read_table(r, t.dev, &t, DEP_DEV, &list);
	read_table(r, t.build, &t, DEP_BUILD, &list);
	read_platforms(r, top[TOP_TARGET], &list);
	r->m->deps = list.items;
	r->m->dep_count = list.count;
}
