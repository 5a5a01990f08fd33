// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/parts.h"
#include "resolver/terms/names.h"

enum {
	WS_MEMBERS,
	WS_EXCLUDE,
	WS_DEFAULT_MEMBERS,
	WS_RESOLVER,
	WS_METADATA,
	WS_PACKAGE,
	WS_DEPENDENCIES,
	WS_LINTS,
	WS_KEYS,
};

static const KeyRow workspace_rows[] = {
	[WS_MEMBERS] = { STR_INIT("members"), KEY_STRINGS },
	[WS_EXCLUDE] = { STR_INIT("exclude"), KEY_STRINGS },
	[WS_DEFAULT_MEMBERS] = { STR_INIT("default-members"), KEY_STRINGS },
	[WS_RESOLVER] = { STR_INIT("resolver"), KEY_STRING },
	[WS_METADATA] = { STR_INIT("metadata"), KEY_ANY },
	[WS_PACKAGE] = { STR_INIT("package"), KEY_TABLE },
	[WS_DEPENDENCIES] = { STR_INIT("dependencies"), KEY_TABLE },
	[WS_LINTS] = { STR_INIT("lints"), KEY_TABLE },
};

enum { FIELD_VERSION, FIELD_RUST_VERSION, FIELD_BADGES };

static const KeyRow field_rows[] = {
	[FIELD_VERSION] = { STR_INIT("version"), KEY_STRING },
	[FIELD_RUST_VERSION] = { STR_INIT("rust-version"), KEY_STRING },
	[FIELD_BADGES] = { STR_INIT("badges"), KEY_TABLE },
	{ STR_INIT("authors"), KEY_STRINGS },
	{ STR_INIT("description"), KEY_STRING },
	{ STR_INIT("homepage"), KEY_STRING },
	{ STR_INIT("documentation"), KEY_STRING },
	{ STR_INIT("readme"), KEY_STRING | KEY_BOOL },
	{ STR_INIT("keywords"), KEY_STRINGS },
	{ STR_INIT("categories"), KEY_STRINGS },
	{ STR_INIT("license"), KEY_STRING },
	{ STR_INIT("license-file"), KEY_STRING },
	{ STR_INIT("repository"), KEY_STRING },
	{ STR_INIT("publish"), KEY_BOOL | KEY_STRINGS },
	{ STR_INIT("edition"), KEY_STRING },
	{ STR_INIT("exclude"), KEY_STRINGS },
	{ STR_INIT("include"), KEY_STRINGS },
};

static void check_package(const KeyReader *k, const TomlTable *t, const KeyPath *up)
{
	static const KeySet set = { field_rows, COUNT_OF(field_rows) };
	const KeyPath path = { up, STR("package") };
	const TomlEntry *keys[COUNT_OF(field_rows)];
	keys_read(k, &set, t, &path, keys);
	Version version;
	RustVersion rust;
	if (keys[FIELD_VERSION])
		read_version(k, keys[FIELD_VERSION], &version);
	if (keys[FIELD_RUST_VERSION])
		read_rust_version(k, keys[FIELD_RUST_VERSION], &rust);
	const TomlTable *badges = key_table(keys[FIELD_BADGES]);
	for (size_t i = 0; badges && i < badges->count; i++)
		key_check(k, &badges->entries[i], KEY_STRING_MAP, NULL);
}

static void check_dependencies(const KeyReader *k, const TomlTable *t, const KeyPath *up)
{
	const KeyPath path = { up, STR("dependencies") };
	for (size_t i = 0; i < t->count; i++)
		check_workspace_dependency(k, &t->entries[i], &path);
}

bool read_workspace_table(const KeyReader *k, const TomlEntry *e, WorkspaceTable *out)
{
	static const KeySet set = { workspace_rows, COUNT_OF(workspace_rows) };
	const unsigned before = k->diag->errors;
	const KeyPath path = { NULL, STR("workspace") };
	const TomlEntry *keys[WS_KEYS];
	keys_read(k, &set, e->value.table, &path, keys);
	const Str resolver = key_text(keys[WS_RESOLVER]);
	*out = (WorkspaceTable){
		.present = true,
		.members = key_strings(k->arena, keys[WS_MEMBERS]),
		.exclude = key_strings(k->arena, keys[WS_EXCLUDE]),
		.default_members = key_strings(k->arena, keys[WS_DEFAULT_MEMBERS]),
		.has_members = keys[WS_MEMBERS] != NULL,
		.has_default_members = keys[WS_DEFAULT_MEMBERS] != NULL,
		.resolver = resolver.ptr ? resolver : STR(""),
		.table = e->value.table,
		.at = e->key_at,
	};
	if (keys[WS_PACKAGE])
		check_package(k, keys[WS_PACKAGE]->value.table, &path);
	if (keys[WS_DEPENDENCIES])
		check_dependencies(k, keys[WS_DEPENDENCIES]->value.table, &path);
	if (keys[WS_LINTS])
		check_lints(k, keys[WS_LINTS]->value.table, &path);
	return k->diag->errors == before;
}
