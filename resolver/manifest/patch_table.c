// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/parts.h"
#include "resolver/terms/spec.h"
#include "resolver/terms/url.h"

typedef VEC(PatchEntry) PatchVec;

bool read_patched_source(const ManifestContext *c, const TomlEntry *e, const SourceId **out)
{
	Url url;
	const char *why;
	*out = &source_crates_io;
	if (str_eq(e->key, STR("crates-io")))
		return true;
	if (url_parse(c->arena, e->key, &url, &why)) {
		*out = source_keep(c->arena, str_starts_with(e->key, STR("sparse+"))
		                                     ? source_registry(c->arena, e->key)
		                                     : source_git(c->arena, e->key, GIT_DEFAULT,
		                                                  STR(""), STR("")));
		return true;
	}
	if (c->registry && !str_eq(e->key, STR("crates")))
		return c->registry(c->ctx, e->key, e->key_at, out);
	diag_error(c->diag, e->key_at,
	           "[patch] entry `" STR_FMT "` should be a URL or registry name", STR_ARG(e->key));
	if (str_eq(e->key, STR("crates")))
		diag_help(c->diag,
		          "for the crates.io registry, use [patch.crates-io] (with a dash)");
	return false;
}

static void read_patch(ManifestReader *r, const TomlEntry *e, PatchVec *list)
{
	static const KeyPath patch = { NULL, STR_INIT("patch") };
	const KeyPath path = { &patch, e->key };
	if (!key_check(&r->keys, e, KEY_TABLE, &patch))
		return;
	PatchEntry entry = { .of = e->key };
	const bool known = read_patched_source(r->c, e, &entry.patched);
	const TomlTable *t = e->value.table;
	for (size_t i = 0; i < t->count; i++)
		if (read_plain_dependency(r, &t->entries[i], &path, &entry.dep) && known)
			*vec_push(r->arena, list, PatchEntry) = entry;
}

static bool replaced_package(const ManifestReader *r, const TomlEntry *e, PackageSpec *spec)
{
	const char *why;
	if (!spec_parse(e->key, r->arena, spec, &why)) {
		diag_error(r->diag, e->key_at,
		           "replacements must specify a valid semver version to replace, but "
		           "`" STR_FMT "` does not: %s",
		           STR_ARG(e->key), why);
		return diag_help(r->diag, "write `\"NAME:1.2.3\" = ...`");
	}
	if (spec->has_version && spec->has_minor && spec->has_patch)
		return true;
	diag_error(r->diag, e->key_at,
	           "replacements must specify a version to replace, but `" STR_FMT "` does not",
	           STR_ARG(e->key));
	diag_help(r->diag, "write `\"" STR_FMT ":1.2.3\" = ...`", STR_ARG(spec->name));
	return false;
}

static void read_replace(ManifestReader *r, const TomlEntry *e, PatchVec *list)
{
	static const KeyPath path = { NULL, STR_INIT("replace") };
	PackageSpec spec;
	PatchEntry entry = { .of = e->key };
	if (!replaced_package(r, e, &spec))
		return;
	const TomlEntry *version = toml_entry(key_table(e), STR("version"));
	if (version || e->value.kind == TOML_STRING) {
		diag_error(r->diag, version ? version->key_at : e->value.at,
		           "replacements cannot specify a version requirement, but found one for "
		           "`" STR_FMT "`",
		           STR_ARG(e->key));
		diag_help(r->diag, "remove it: the version is that in the key; or use `[patch]`");
		return;
	}
	TomlEntry named = *e;
	named.key = spec.name;
	if (read_plain_dependency(r, &named, &path, &entry.dep))
		*vec_push(r->arena, list, PatchEntry) = entry;
}

void read_patches(ManifestReader *r, Keys top)
{
	const TomlTable *patch = key_table(top[TOP_PATCH]), *replace = key_table(top[TOP_REPLACE]);
	PatchVec patches = { 0 }, replaces = { 0 };
	if (patch && replace) {
		diag_error(r->diag, top[TOP_REPLACE]->key_at,
		           "cannot specify both [replace] and [patch]");
		diag_note(r->diag, top[TOP_PATCH]->key_at, "the [patch] is here");
		diag_help(r->diag, "move the replacements to `[patch]`: `[replace]` is deprecated");
	}
	for (size_t i = 0; patch && i < patch->count; i++)
		read_patch(r, &patch->entries[i], &patches);
	for (size_t i = 0; replace && i < replace->count; i++)
		read_replace(r, &replace->entries[i], &replaces);
	if (reader_is_published(r)) /* `cargo install` ignores them, too */
		return;
	r->m->patches = patches.items;
	r->m->patch_count = patches.count;
	r->m->replaces = replaces.items;
	r->m->replace_count = replaces.count;
}
