// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/config/patch.h"

#include "base/text/path.h"
#include "resolver/manifest/parts.h"

typedef VEC(PatchEntry) Patches;

static bool read_entry(const Config *config, const ManifestContext *c, const TomlEntry *e,
                       const KeyPath *path, PatchEntry *entry)
{
	/* The parser of dependencies needs a manifest, to whose folder paths are relative. */
	Manifest place = { .folder = config_base(config, e->value.at) };
	ManifestReader r = { .c = c,
		             .arena = c->arena,
		             .diag = c->diag,
		             .keys = { c->arena, c->diag, c->warn },
		             .m = &place };
	return read_plain_dependency(&r, e, path, &entry->dep);
}

static bool read_source(const Config *config, const ManifestContext *c, const TomlEntry *e,
                        Patches *list)
{
	static const KeyPath patch = { NULL, STR_INIT("patch") };
	const KeyPath path = { &patch, e->key };
	const KeyReader keys = { c->arena, c->diag, c->warn };
	if (!key_check(&keys, e, KEY_TABLE, &patch))
		return false;
	PatchEntry entry = { .of = e->key };
	if (!read_patched_source(c, e, &entry.patched))
		return false;
	const TomlTable *t = e->value.table;
	for (size_t i = 0; i < t->count; i++) {
		if (!read_entry(config, c, &t->entries[i], &path, &entry))
			return false;
		*vec_push(c->arena, list, PatchEntry) = entry;
	}
	return true;
}

bool patch_config_read(const Config *config, const ManifestContext *reader, PatchList *out)
{
	const TomlTable *t = config_table(config, "patch");
	Patches list = { 0 };
	for (size_t i = 0; t && i < t->count; i++) {
		if (!read_source(config, reader, &t->entries[i], &list))
			return false;
	}
	*out = (PatchList){ list.items, list.count };
	return true;
}

bool patch_config_overrides(const Config *config, OverrideList *out)
{
	const TomlValue *v = toml_get(config->merged, STR("paths"));
	*out = (OverrideList){ 0 };
	if (!v)
		return true;
	const size_t count = v->kind == TOML_ARRAY ? v->array.count : 0;
	PathOverride *folders = arena_array(config->arena, PathOverride, count);
	bool ok = v->kind == TOML_ARRAY;
	for (size_t i = 0; ok && i < count; i++) {
		const TomlValue *item = &v->array.items[i];
		ok = item->kind == TOML_STRING;
		if (ok)
			folders[i] = (PathOverride){
				path_normalise(config->arena,
				               path_join(config->arena,
				                         config_base(config, item->at),
				                         item->text)),
				item->at,
			};
	}
	*out = (OverrideList){ folders, count };
	return ok || diag_error(config->diag, v->at, "`paths` must be an array of strings") ||
	       diag_help(config->diag, "write `paths = [\"folder\"]`");
}
