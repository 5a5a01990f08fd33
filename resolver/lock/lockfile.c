// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/lock/lockfile_internal.h"

#include "base/system/digest.h"

#include <stdlib.h>

/* --- merge conflicts ------------------------------------------------------------------------- */

/* Finds the mark of a merge conflict. No valid line of a lock file starts with one. */
static bool find_conflict(const Source *src, Span *at)
{
	Str rest = src->text, line;
	bool more = true;
	while (more) {
		more = str_cut(rest, '\n', &line, &rest);
		if (!str_starts_with(line, STR("<<<<<<<")) &&
		    !str_starts_with(line, STR(">>>>>>>")))
			continue;
		*at = (Span){ src, (uint32_t)(line.ptr - src->text.ptr), 7 };
		return true;
	}
	return false;
}

static bool check_text(const LockReader *r)
{
	Span at;
	if (r->src->text.len > UINT32_MAX / 2)
		return diag_error(r->diag, (Span){ .src = r->src }, "the lock file is too large");
	if (!find_conflict(r->src, &at))
		return true;
	diag_error(r->diag, at, "the lock file contains an unresolved merge conflict");
	diag_help(r->diag, "take either side of the conflict, then run `cargo update --workspace`");
	return false;
}

/* --- fields ---------------------------------------------------------------------------------- */

bool lockfile_expected(const LockReader *r, const TomlValue *v, const char *what, const char *kind)
{
	diag_error(r->diag, v->at, "`%s` must be %s, found %s", what, kind,
	           toml_kind_name(v->kind));
	return diag_help(r->diag,
	                 "restore the file, or remove it and run `cargo generate-lockfile`");
}

bool lockfile_text(const LockReader *r, const TomlTable *t, const char *key, Str *out, Span *at)
{
	const TomlValue *v = toml_get(t, str_from(key));
	if (!v)
		return true;
	if (v->kind != TOML_STRING)
		return lockfile_expected(r, v, key, "a string");
	*out = v->text;
	*at = v->at;
	return true;
}

static bool read_version_number(LockReader *r, const TomlTable *root)
{
	const TomlValue *v = toml_get(root, STR("version"));
	if (!v)
		return true;
	if (v->kind != TOML_INTEGER)
		return lockfile_expected(r, v, "version", "an integer");
	if (v->integer == 3 || v->integer == 4) {
		r->written_version = (int)v->integer;
		return true;
	}
	diag_error(r->diag, v->at, "version %lld of the lock file format is not known",
	           (long long)v->integer);
	if (v->integer > 4)
		diag_help(r->diag,
		          "a newer Cargo wrote it: use a newer l4cargo, or remove the file "
		          "and run `cargo generate-lockfile` with a Cargo that writes "
		          "version 4");
	else
		diag_help(r->diag, "only versions 3 and 4 are written as a number");
	return false;
}

static bool set_checksum(const LockReader *r, LockPackage *p, Str text, Span at)
{
	p->listed = true;
	if (str_eq(text, STR("<none>")))
		text = STR("");
	if (text.len && !digest_is_hex(text)) {
		return diag_error(r->diag, at,
		                  "the checksum of `" STR_FMT "` is not 64 hexadecimal digits",
		                  STR_ARG(p->name)) ||
		       diag_help(r->diag, "take the entry from an undamaged file, or remove it and "
		                          "run `cargo generate-lockfile`");
	}
	p->checksum = text;
	return true;
}

/* --- packages -------------------------------------------------------------------------------- */

static bool parse_source(LockReader *r, Str text, const SourceId **out)
{
	const uint32_t known = map_get(&r->by_source, text);
	if (known != MAP_NONE) {
		*out = r->sources.items[known];
		return true;
	}
	SourceId found;
	if (!source_parse(r->arena, text, &found))
		return false;
	if (r->written_version < 4)
		source_ref_as_written(r->arena, text, &found);
	*out = source_keep(r->arena, found);
	map_put(&r->by_source, text, (uint32_t)r->sources.count);
	*vec_push(r->scratch, &r->sources, const SourceId *) = *out;
	return true;
}

static bool read_source(LockReader *r, const TomlTable *t, LockPackage *p)
{
	Str source = { NULL, 0 };
	Span at = t->at;
	if (!lockfile_text(r, t, "source", &source, &at))
		return false;
	p->has_source = source.ptr != NULL;
	p->source = &source_some_path;
	if (p->has_source && !parse_source(r, source, &p->source))
		return diag_error(r->diag, at, "`" STR_FMT "` is not a source of packages",
		                  STR_ARG(source)) ||
		       diag_help(r->diag,
		                 "sources look like `registry+URL`, `sparse+URL` or "
		                 "`git+URL#COMMIT`; those of path packages are not written");
	return true;
}

/* Reads name, version and source. A package in [[patch.unused]] has no other keys. */
static bool read_identity(LockReader *r, const TomlTable *t, LockPackage *p)
{
	Str version = { NULL, 0 }, name = { NULL, 0 };
	Span version_at = t->at;
	const char *why;
	p->at = t->at;
	if (!lockfile_text(r, t, "name", &name, &p->at) ||
	    !lockfile_text(r, t, "version", &version, &version_at))
		return false;
	if (!name.len)
		return diag_error(r->diag, p->at, "a package of the lock file has no name") ||
		       diag_help(r->diag,
		                 "remove the entry; `cargo generate-lockfile` creates a new file");
	p->name = name;
	if (!version.ptr)
		return diag_error(r->diag, p->at, "the package `" STR_FMT "` has no version",
		                  STR_ARG(name)) ||
		       diag_help(r->diag,
		                 "remove the entry; `cargo generate-lockfile` creates a new file");
	if (!version_parse(version, &p->version, &why)) {
		diag_error(r->diag, version_at, "`" STR_FMT "` is not a version: %s",
		           STR_ARG(version), why);
		return diag_help(
			r->diag,
			"restore the file, or remove it and run `cargo generate-lockfile`");
	}
	return read_source(r, t, p);
}

static bool read_package(LockReader *r, const TomlTable *t, LockPackage *p)
{
	Str checksum = { NULL, 0 };
	Span at = t->at;
	if (!read_identity(r, t, p) || !lockfile_text(r, t, "checksum", &checksum, &at))
		return false;
	if (!checksum.ptr)
		return true;
	r->shortened = true;
	return set_checksum(r, p, checksum, at);
}

int lock_package_compare(const LockPackage *a, const LockPackage *b)
{
	int order = str_compare(a->name, b->name);
	if (!order)
		order = version_compare(&a->version, &b->version);
	if (order || !(a->has_source && b->has_source))
		return order ? order : a->has_source - b->has_source;
	return source_compare(a->source, b->source);
}

typedef struct LockEntry {
	LockPackage package;
	const TomlTable *table;
} LockEntry;

static int compare_slots(const void *a, const void *b)
{
	return lock_package_compare(&((const LockEntry *)a)->package,
	                            &((const LockEntry *)b)->package);
}

static bool check_doubles(const LockReader *r)
{
	for (size_t i = 1; i < r->lock->count; i++) {
		const LockPackage *one = &r->lock->packages[i - 1], *two = &r->lock->packages[i];
		if (lock_package_compare(one, two) != 0)
			continue;
		if (one->at.start > two->at.start) {
			const LockPackage *first = two;
			two = one;
			one = first;
		}
		diag_error(r->diag, two->at,
		           "package `" STR_FMT "` is specified twice in the lock file",
		           STR_ARG(two->name));
		diag_note(r->diag, one->at, "it is first specified here");
		return diag_help(r->diag, "remove one of the two entries");
	}
	return true;
}

static void sort_packages(LockReader *r, LockEntry *slots, size_t count)
{
	qsort(slots, count, sizeof *slots, compare_slots);
	r->lock->count = count;
	r->lock->packages = arena_array(r->arena, LockPackage, count);
	r->tables = arena_array(r->scratch, const TomlTable *, count);
	map_init(&r->groups, r->scratch, count);
	for (size_t i = 0; i < count; i++) {
		r->lock->packages[i] = slots[i].package;
		r->tables[i] = slots[i].table;
		map_put(&r->groups, slots[i].package.name, (uint32_t)i);
	}
}

/* Reads the tables of `[[key]]`. It may be absent. Returns false after an error. */
static bool table_array(const LockReader *r, const TomlTable *t, const char *key, TomlArray *out)
{
	const TomlValue *v = toml_get(t, str_from(key));
	*out = (TomlArray){ 0 };
	if (!v)
		return true;
	if (v->kind != TOML_ARRAY)
		return lockfile_expected(r, v, key, "an array of tables");
	for (size_t i = 0; i < v->array.count; i++) {
		if (v->array.items[i].kind != TOML_TABLE)
			return lockfile_expected(r, &v->array.items[i], key, "an array of tables");
	}
	*out = v->array;
	return true;
}

static bool read_packages(LockReader *r, const TomlTable *root)
{
	TomlArray list;
	const TomlValue *top = toml_get(root, STR("root"));
	if (!table_array(r, root, "package", &list))
		return false;
	if (top && top->kind != TOML_TABLE)
		return lockfile_expected(r, top, "root", "a table");
	size_t count = 0;
	LockEntry *slots = arena_array(r->scratch, LockEntry, list.count + 1);
	if (top)
		slots[count++].table = top->table;
	for (size_t i = 0; i < list.count; i++)
		slots[count++].table = list.items[i].table;
	for (size_t i = 0; i < count; i++) {
		if (!read_package(r, slots[i].table, &slots[i].package))
			return false;
	}
	sort_packages(r, slots, count);
	return check_doubles(r);
}

/* --- [metadata] and [patch] ------------------------------------------------------------------ */

static bool read_checksum(LockReader *r, const TomlEntry *e)
{
	static const Str prefix = STR_INIT("checksum ");
	uint32_t index;
	if (e->value.kind != TOML_STRING)
		return lockfile_expected(r, &e->value, "metadata", "a table of strings");
	if (!str_starts_with(e->key, prefix))
		return true;
	if (!lockfile_find(r, str_sub(e->key, prefix.len, e->key.len), e->key_at, &index))
		return false;
	if (index == MAP_NONE)
		return true;
	return set_checksum(r, &r->lock->packages[index], e->value.text, e->value.at);
}

static bool read_metadata(LockReader *r, const TomlTable *root)
{
	const TomlValue *v = toml_get(root, STR("metadata"));
	if (!v)
		return true;
	if (v->kind >= TOML_DATETIME && v->kind <= TOML_TIME_LOCAL)
		return true; /* Cargo's parser represents these as a table of one string */
	if (v->kind != TOML_TABLE)
		return lockfile_expected(r, v, "metadata", "a table");
	bool found = false;
	for (size_t i = 0; i < v->table->count; i++) {
		if (!read_checksum(r, &v->table->entries[i]))
			return false;
		found = found || str_starts_with(v->table->entries[i].key, STR("checksum "));
	}
	/* Cargo trusts no checksum if a file has both forms, because a bad merge made it. */
	for (size_t i = 0; found && (r->shortened || r->written_version) && i < r->lock->count; i++)
		r->lock->packages[i].checksum = STR("");
	return true;
}

static bool read_unused(LockReader *r, const TomlTable *root)
{
	TomlArray list;
	if (!table_array(r, toml_get_table(root, STR("patch")), "unused", &list))
		return false;
	r->lock->unused_patches = arena_array(r->arena, LockPackage, list.count);
	r->lock->unused_count = list.count;
	for (size_t i = 0; i < list.count; i++) {
		if (!read_identity(r, list.items[i].table, &r->lock->unused_patches[i]))
			return false;
	}
	return true;
}

const Lockfile *lockfile_read(const Source *src, Arena *a, Diag *diag)
{
	scoped_arena scratch = { 0 };
	LockReader r = { .src = src,
		         .arena = a,
		         .scratch = &scratch,
		         .diag = diag,
		         .lock = arena_new(a, Lockfile) };
	map_init(&r.by_source, &scratch, 0);
	if (!check_text(&r))
		return NULL;
	const TomlTable *root = toml_parse_apart(src, &scratch, a, diag);
	r.lock->src = src;
	if (!root || !read_version_number(&r, root) || !read_packages(&r, root) ||
	    !lockfile_read_links(&r) || !read_metadata(&r, root) || !read_unused(&r, root))
		return NULL;
	r.lock->version = r.written_version ? r.written_version : r.shortened ? 2 : 1;
	return r.lock;
}
