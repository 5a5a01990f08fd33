// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/config/replace_source.h"

#include "base/core/vec.h"
#include "base/text/path.h"
#include "resolver/config/config_internal.h"
#include "resolver/manifest/keys.h"
#include "resolver/terms/url.h"

typedef struct SourceEntry { /* one table [source.NAME] */
	SourcePlace place;
	Str replace_with; /* ptr NULL if not written */
	Span replace_at;
} SourceEntry;

struct Replacements {
	const Config *config;
	VEC(SourceEntry) entries;
};

static const Str crates_io = STR_INIT("crates-io");

static bool is_crates_io(const SourceEntry *e)
{
	return str_eq(e->place.name, crates_io);
}

static ConfigKey key_of(const Config *c, const SourceEntry *e, const char *name)
{
	const ConfigKey all = config_key(c, STR("source"));
	const ConfigKey own = config_key_below(c, &all, e->place.name, KEY_SENSITIVE);
	return config_key_below(c, &own, str_from(name), KEY_UPPER);
}

typedef struct SourceField {
	Str text; /* ptr NULL if not written */
	Span at;
} SourceField;

static bool read_field(const Config *c, const SourceEntry *e, const char *name, SourceField *out)
{
	const ConfigKey key = key_of(c, e, name);
	*out = (SourceField){ .at = e->place.at };
	return config_key_string(c, &key, &out->text, &out->at);
}

static bool check_url(const Config *c, const SourceEntry *e, const char *name, const SourceField *f)
{
	Url url;
	const char *why;
	if (!url_parse(c->arena, f->text, &url, &why)) {
		diag_error(c->diag, f->at, "`source." STR_FMT ".%s` is not a URL: %s",
		           STR_ARG(e->place.name), name, why);
		return diag_help(
			c->diag,
			"write the whole address: `https://...`, `ssh://...` or `file:///...`");
	}
	if (str_starts_with(f->text, STR("sparse+")) && !str_ends_with(f->text, STR("/"))) {
		diag_error(c->diag, f->at, "the URL of a sparse registry must end in `/`");
		return diag_help(c->diag, "append a `/`");
	}
	return true;
}

static bool read_registry(const Config *c, SourceEntry *e, size_t *found)
{
	SourceField f;
	if (!read_field(c, e, "registry", &f))
		return false;
	if (!f.text.ptr)
		return true;
	++*found;
	e->place.kind = PLACE_SOURCE;
	e->place.source = source_registry(c->arena, f.text);
	return check_url(c, e, "registry", &f);
}

static bool read_folder(const Config *c, SourceEntry *e, PlaceKind kind, size_t *found)
{
	SourceField f;
	if (!read_field(c, e, kind == PLACE_DIRECTORY ? "directory" : "local-registry", &f))
		return false;
	if (!f.text.ptr)
		return true;
	++*found;
	e->place.kind = kind;
	e->place.folder = path_normalise(c->arena, config_resolve(c, f.text, f.at));
	return true;
}

static bool read_git(const Config *c, SourceEntry *e, size_t *found)
{
	static const char *const names[] = { "branch", "tag", "rev" };
	static const GitRefKind kinds[] = { GIT_BRANCH, GIT_TAG, GIT_REV };
	SourceField git, refs[COUNT_OF(names)];
	GitRefKind kind = GIT_DEFAULT;
	Str ref = STR("");
	if (!read_field(c, e, "git", &git))
		return false;
	for (size_t i = COUNT_OF(names); i-- > 0;) {
		if (!read_field(c, e, names[i], &refs[i]))
			return false;
		if (!refs[i].text.ptr)
			continue;
		if (!git.text.ptr) {
			diag_error(c->diag, refs[i].at,
			           "`source." STR_FMT ".%s` needs a `git` key beside it",
			           STR_ARG(e->place.name), names[i]);
			return diag_help(c->diag, "add `git = \"https://...\"`");
		}
		kind = kinds[i]; /* Cargo uses the first of the three */
		ref = refs[i].text;
	}
	if (!git.text.ptr)
		return true;
	++*found;
	e->place.kind = PLACE_SOURCE;
	e->place.source = source_git(c->arena, git.text, kind, ref, STR(""));
	return check_url(c, e, "git", &git);
}

static bool one_location(const Config *c, SourceEntry *e, size_t found)
{
	if (found == 1)
		return true;
	if (found > 1)
		return diag_error(c->diag, e->place.at,
		                  "more than one source location specified for `source." STR_FMT
		                  "`",
		                  STR_ARG(e->place.name));
	if (is_crates_io(e)) {
		e->place.source = source_crates_io;
		return true;
	}
	diag_error(c->diag, e->place.at, "no source location specified for `source." STR_FMT "`",
	           STR_ARG(e->place.name));
	diag_help(c->diag, "it needs one of `registry`, `local-registry`, `directory` and `git`");
	return false;
}

static bool read_entry(const Config *c, const TomlEntry *from, SourceEntry *e)
{
	size_t found = 0;
	SourceField with;
	*e = (SourceEntry){ .place = { .name = from->key, .at = from->key_at } };
	if (!read_registry(c, e, &found) || !read_folder(c, e, PLACE_LOCAL_REGISTRY, &found) ||
	    !read_folder(c, e, PLACE_DIRECTORY, &found) || !read_git(c, e, &found) ||
	    !one_location(c, e, found) || !read_field(c, e, "replace-with", &with))
		return false;
	e->replace_with = with.text;
	e->replace_at = with.at;
	return true;
}

static bool same_place(const SourcePlace *a, const SourcePlace *b)
{
	if (a->kind != b->kind)
		return false;
	return a->kind == PLACE_SOURCE ? source_eq(&a->source, &b->source)
	                               : str_eq(a->folder, b->folder);
}

static bool defined_twice(const Config *c, const SourceEntry *second, const SourceEntry *first)
{
	diag_error(c->diag, second->place.at,
	           "source `" STR_FMT "` is the same as source `" STR_FMT "`",
	           STR_ARG(second->place.name), STR_ARG(first->place.name));
	if (first->place.at.src)
		diag_note(c->diag, first->place.at, "that one is defined here");
	diag_help(c->diag,
	          "sources are not allowed to be defined several times: write "
	          "`replace-with` into the table of `" STR_FMT "`",
	          STR_ARG(first->place.name));
	return false;
}

/*
 * Refuses two names for one source. The index of crates.io has a name even if no table defines it.
 */
static bool check_twins(const Replacements *r)
{
	const SourceEntry builtin = { .place = { .source = source_crates_io, .name = crates_io } };
	const SourceEntry *e = r->entries.items;
	for (size_t i = 0; i < r->entries.count; i++) {
		if (is_crates_io(&e[i]))
			continue;
		if (same_place(&builtin.place, &e[i].place))
			return defined_twice(r->config, &e[i], &builtin);
		for (size_t j = 0; j < r->entries.count; j++)
			if (j != i && (j < i || is_crates_io(&e[j])) &&
			    same_place(&e[i].place, &e[j].place))
				return defined_twice(r->config, &e[i], &e[j]);
	}
	return true;
}

const Replacements *replacements_read(const Config *c)
{
	Replacements *r = arena_new(c->arena, Replacements);
	const TomlValue *all = toml_get(c->merged, STR("source"));
	const ConfigKey key = config_key(c, STR("source"));
	bool good = true;
	r->config = c;
	if (all && all->kind != TOML_TABLE)
		good = config_wrong_kind(c, &key, "a table", all);
	for (size_t i = 0; good && all && i < all->table->count; i++) {
		const TomlEntry *from = &all->table->entries[i];
		if (from->value.kind != TOML_TABLE)
			good = config_wrong_kind(c, &key, "a table of tables", &from->value);
		else
			good = read_entry(c, from, vec_push(c->arena, &r->entries, SourceEntry));
	}
	return good && check_twins(r) ? r : NULL;
}

static const SourceEntry *find_name(const Replacements *r, Str name)
{
	for (size_t i = 0; i < r->entries.count; i++)
		if (str_eq(r->entries.items[i].place.name, name))
			return &r->entries.items[i];
	return NULL;
}

/*
 * Returns the table of a source. For crates.io that is [source.crates-io], whatever location it
 * has.
 */
static const SourceEntry *find_source(const Replacements *r, const SourceId *of)
{
	for (size_t i = 0; i < r->entries.count; i++) {
		const SourceEntry *e = &r->entries.items[i];
		if (e->place.kind == PLACE_SOURCE && source_eq(&e->place.source, of))
			return e;
	}
	return source_is_crates_io(of) ? find_name(r, crates_io) : NULL;
}

/* A name that [source] does not define may be one of [registries], or crates.io itself. */
static bool find_registry(const Replacements *r, const SourceEntry *from, SourcePlace *out)
{
	Diag silent = { 0 };
	Config quiet = *r->config;
	quiet.diag = &silent;
	Str url;
	if (config_registry_index(&quiet, from->replace_with, NO_SPAN, &url)) {
		*out = (SourcePlace){ .source = source_registry(r->config->arena, url),
			              .name = from->replace_with,
			              .at = from->replace_at };
		return true;
	}
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	for (size_t i = 0; i < r->entries.count; i++)
		if (&r->entries.items[i] != from)
			closest_offer(from->replace_with, r->entries.items[i].place.name, &best,
			              &edits);
	diag_error(r->config->diag, from->replace_at,
	           "no source is named `" STR_FMT "`, which should replace `" STR_FMT "`",
	           STR_ARG(from->replace_with), STR_ARG(from->place.name));
	if (best.ptr)
		diag_help(r->config->diag, "a source with a similar name exists: `" STR_FMT "`",
		          STR_ARG(best));
	else
		diag_help(r->config->diag,
		          "define it: `[source." STR_FMT "]` with `directory`, `registry`, "
		          "`local-registry` or `git`",
		          STR_ARG(from->replace_with));
	return false;
}

static bool follow_replacements(const Replacements *r, const SourceEntry *first, SourcePlace *out)
{
	const SourceEntry *e = first;
	for (size_t steps = 0; e->replace_with.ptr; steps++) {
		const SourceEntry *next = find_name(r, e->replace_with);
		if (!next)
			return find_registry(r, e, out);
		if (next == first || steps > r->entries.count) {
			diag_error(r->config->diag, e->replace_at,
			           "`replace-with` forms a circle: source `" STR_FMT
			           "` is in the end replaced with itself",
			           STR_ARG(next->place.name));
			diag_help(r->config->diag, "remove one `replace-with` from the circle");
			return false;
		}
		e = next;
	}
	*out = e->place;
	return true;
}

/*
 * Returns whether lock files mean the same with and without the replacement; reports an error if
 * not.
 */
static bool can_stand_for(const Config *c, const SourceId *of, const SourceEntry *first,
                          const SourcePlace *new)
{
	const bool to_git = new->kind == PLACE_SOURCE &&new->source.kind == SOURCE_GIT;
	if (of->kind == SOURCE_GIT && !of->precise.len) {
		diag_error(c->diag, first->replace_at,
		           "the source `" STR_FMT "` requires a lock file to be present first "
		           "before it can be replaced",
		           STR_ARG(first->place.name));
		diag_help(c->diag, "remove the replacement, generate a lock file, and restore it");
		return false;
	}
	if (!to_git || of->kind == SOURCE_GIT)
		return true;
	diag_error(c->diag, new->at,
	           "cannot replace `" STR_FMT "` with `" STR_FMT "`: it supports checksums, but "
	           "git does not",
	           STR_ARG(first->place.name), STR_ARG(new->name));
	diag_help(c->diag, "replace it with a registry or a directory (`cargo vendor` makes one)");
	return false;
}

bool replacement_find(const Replacements *r, const SourceId *of, SourcePlace *out)
{
	const SourceEntry *first = find_source(r, of);
	*out = (SourcePlace){ .source = *of };
	if (of->kind == SOURCE_PATH || !first)
		return true;
	SourcePlace new;
	if (!follow_replacements(r, first, &new))
		return false;
	if (new.kind == PLACE_SOURCE && source_eq(&new.source, of))
		return true;
	if (!can_stand_for(r->config, of, first, &new))
		return false;
	new.source.precise = of->precise;
	*out = new;
	return true;
}

Str replacement_name(const Replacements *r, const SourceId *of)
{
	const SourceEntry *e = find_source(r, of);
	return e ? e->place.name : STR("");
}
