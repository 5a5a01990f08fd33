// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/manifest.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "resolver/manifest/parts.h"

const char *const edition_names[] = { "2015", "2018", "2021", "2024" };

static const KeyRow top_rows[] = {
	[TOP_CARGO_FEATURES] = { STR_INIT("cargo-features"), KEY_STRINGS },
	[TOP_PACKAGE] = { STR_INIT("package"), KEY_TABLE },
	[TOP_PROJECT] = { STR_INIT("project"), KEY_TABLE },
	[TOP_BADGES] = { STR_INIT("badges"), KEY_TABLE },
	[TOP_FEATURES] = { STR_INIT("features"), KEY_TABLE },
	[TOP_LIB] = { STR_INIT("lib"), KEY_TABLE },
	[TOP_BIN] = { STR_INIT("bin"), KEY_TABLES },
	[TOP_EXAMPLE] = { STR_INIT("example"), KEY_TABLES },
	[TOP_TEST] = { STR_INIT("test"), KEY_TABLES },
	[TOP_BENCH] = { STR_INIT("bench"), KEY_TABLES },
	[TOP_DEPS] = { STR_INIT("dependencies"), KEY_TABLE },
	[TOP_DEV_DEPS] = { STR_INIT("dev-dependencies"), KEY_TABLE },
	[TOP_DEV_DEPS_OLD] = { STR_INIT("dev_dependencies"), KEY_TABLE },
	[TOP_BUILD_DEPS] = { STR_INIT("build-dependencies"), KEY_TABLE },
	[TOP_BUILD_DEPS_OLD] = { STR_INIT("build_dependencies"), KEY_TABLE },
	[TOP_TARGET] = { STR_INIT("target"), KEY_TABLE },
	[TOP_LINTS] = { STR_INIT("lints"), KEY_TABLE },
	[TOP_HINTS] = { STR_INIT("hints"), KEY_ANY },
	[TOP_WORKSPACE] = { STR_INIT("workspace"), KEY_TABLE },
	[TOP_PROFILE] = { STR_INIT("profile"), KEY_TABLE },
	[TOP_PATCH] = { STR_INIT("patch"), KEY_TABLE },
	[TOP_REPLACE] = { STR_INIT("replace"), KEY_TABLE },
};
static const KeySet top_keys = { top_rows, COUNT_OF(top_rows) };

/* Nothing uses [badges.X], but its types must be right. */
static void check_badges(const ManifestReader *r, const TomlEntry *e)
{
	const TomlTable *badges = key_table(e);
	for (size_t i = 0; badges && i < badges->count; i++)
		key_check(&r->keys, &badges->entries[i], KEY_STRING_MAP, NULL);
}

static void check_hints(const ManifestReader *r, const TomlEntry *e)
{
	static const KeyRow rows[] = { { STR_INIT("mostly-unused"), KEY_ANY } };
	const KeySet set = KEY_SET(rows);
	const KeyPath path = { NULL, STR("hints") };
	const TomlEntry *keys[COUNT_OF(rows)];
	const TomlTable *t = e ? key_fields(&r->keys, e, &set, set.count, NULL) : NULL;
	if (t)
		keys_read(&r->keys, &set, t, &path, keys);
}

/* Reports tables that need [package], which a virtual manifest does not have. */
static void refuse_in_virtual(const ManifestReader *r, Keys top)
{
	static const int rows[] = { TOP_BADGES,       TOP_FEATURES,   TOP_LIB,
		                    TOP_BIN,          TOP_EXAMPLE,    TOP_TEST,
		                    TOP_BENCH,        TOP_DEPS,       TOP_DEV_DEPS,
		                    TOP_DEV_DEPS_OLD, TOP_BUILD_DEPS, TOP_BUILD_DEPS_OLD,
		                    TOP_TARGET,       TOP_LINTS,      TOP_HINTS };
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const TomlEntry *e = top[rows[i]];
		if (!e)
			continue;
		diag_error(r->diag, e->key_at,
		           "this virtual manifest specifies a `" STR_FMT
		           "` section, which is not allowed",
		           STR_ARG(e->key));
		if (rows[i] == TOP_LINTS || rows[i] == TOP_DEPS)
			diag_help(r->diag, "a similar field exists: `[workspace." STR_FMT "]`",
			          STR_ARG(e->key));
	}
}

static bool resolver_is_known(Str s)
{
	return str_eq(s, STR("1")) || str_eq(s, STR("2")) || str_eq(s, STR("3"));
}

static void check_resolver(const ManifestReader *r, const TomlTable *doc)
{
	const TomlEntry *own =
		toml_entry(r->m->has_package ? toml_get_table(doc, STR("package")) : NULL,
	                   STR("resolver"));
	const TomlEntry *of_workspace = toml_entry(r->m->workspace.table, STR("resolver"));
	const TomlEntry *both[] = { own, of_workspace };
	for (size_t i = 0; i < COUNT_OF(both); i++)
		if (key_text(both[i]).ptr && !resolver_is_known(key_text(both[i]))) {
			diag_error(r->diag, both[i]->value.at,
			           "`resolver` setting `" STR_FMT "` is not valid, valid options "
			           "are \"1\", \"2\" or \"3\"",
			           STR_ARG(key_text(both[i])));
			diag_help(r->diag, "write `resolver = \"2\"`; edition 2024 implies \"3\"");
		}
	if (own && of_workspace) {
		diag_error(r->diag, own->key_at,
		           "cannot specify `resolver` field in both "
		           "`[workspace]` and `[package]`");
		diag_note(r->diag, of_workspace->key_at, "it is also here");
		diag_help(r->diag, "remove this one: that of `[workspace]` applies to all members");
	}
}

static void read_workspace(ManifestReader *r, Keys top)
{
	if (!top[TOP_WORKSPACE])
		return;
	read_workspace_table(&r->keys, top[TOP_WORKSPACE], &r->m->workspace);
}

static void read_real(ManifestReader *r, Keys top, const TomlEntry *package)
{
	const TomlEntry *keys[PACKAGE_KEYS];
	r->package_at = package->key_at;
	r->m->has_package = true;
	read_package(r, package->value.table, keys);
	if (top[TOP_PROJECT] && r->m->edition >= EDITION_2024) {
		diag_error(r->diag, top[TOP_PROJECT]->key_at,
		           "`[project]` is not supported as of the 2024 Edition, please use "
		           "`[package]`");
		diag_help(r->diag, "rename the header to `[package]`");
	} else if (top[TOP_PROJECT])
		reader_warn(r, top[TOP_PROJECT]->key_at,
		            "`[project]` is deprecated in favor of `[package]`");
	if (r->m->workspace.present && keys[PACKAGE_WORKSPACE]) {
		diag_error(r->diag, keys[PACKAGE_WORKSPACE]->key_at,
		           "cannot configure both `package.workspace` and `[workspace]`, only one "
		           "can be specified");
		diag_note(r->diag, r->m->workspace.at, "the [workspace] is here");
		diag_help(r->diag, "remove `package.workspace`: this package is the root of its "
		                   "own workspace");
	}
	read_dependencies(r, top);
	read_targets(r, top, keys);
	read_features(r, top[TOP_FEATURES]);
	check_sources(r);
	read_lints(r, top[TOP_LINTS]);
	check_badges(r, top[TOP_BADGES]);
	check_hints(r, top[TOP_HINTS]);
}

static void read_document(ManifestReader *r, const TomlTable *doc)
{
	const TomlEntry *top[TOP_KEYS];
	keys_read(&r->keys, &top_keys, doc, NULL, top);
	reader_cargo_features(r, top[TOP_CARGO_FEATURES]);
	read_workspace(r, top);
	const TomlEntry *package = top[TOP_PACKAGE] ? top[TOP_PACKAGE] : top[TOP_PROJECT];
	if (package)
		read_real(r, top, package);
	else if (toml_entry(doc, STR("workspace")))
		refuse_in_virtual(r, top);
	else if (!toml_entry(doc, STR("package"))) {
		diag_error(r->diag, doc->at,
		           "manifest is missing either a `[package]` or a `[workspace]`");
		diag_help(r->diag, "a package begins with `[package]`, `name = \"...\"`, `version "
		                   "= \"0.1.0\"` and `edition = \"2024\"`");
	}
	check_resolver(r, doc);
	read_profiles(r, top[TOP_PROFILE]);
	read_patches(r, top);
}

const Manifest *manifest_read_document(const ManifestContext *c, const Source *src,
                                       const TomlTable *doc, Str path)
{
	const unsigned before = c->diag->errors;
	Manifest *m = arena_new(c->arena, Manifest);
	m->src = src;
	m->path = path;
	m->folder = path_parent(path);
	ManifestReader r = {
		.c = c,
		.arena = c->arena,
		.diag = c->diag,
		.keys = { c->arena, c->diag, c->warn },
		.m = m,
	};
	r.published = !c->warn && !c->every_target && reader_is_published(&r);
	read_document(&r, doc);
	if (c->scratch)
		m->profiles = m->workspace.table = NULL;
	return c->diag->errors == before ? m : NULL;
}

const Manifest *manifest_read(const ManifestContext *c, Str path, const char *shown)
{
	Arena *tree = c->scratch ? c->scratch : c->arena;
	const Source *src = fs_read_source(arena_cstr(c->arena, path), shown, c->arena, c->diag);
	const TomlTable *doc = src ? toml_parse_apart(src, tree, c->arena, c->diag) : NULL;
	const Manifest *m = doc ? manifest_read_document(c, src, doc, path) : NULL;
	if (c->scratch)
		arena_clear(c->scratch);
	return m;
}

bool manifest_has_optional(const Manifest *m, Str key)
{
	for (size_t i = 0; i < m->dep_count; i++)
		if (m->deps[i].optional && str_eq(m->deps[i].key, key))
			return true;
	return false;
}

Span manifest_feature_at(const Manifest *m, Str feature)
{
	for (size_t i = 0; i < m->feature_count; i++)
		if (str_eq(m->features[i].name, feature))
			return m->features[i].at;
	for (size_t i = 0; i < m->dep_count; i++)
		if (m->deps[i].optional && str_eq(m->deps[i].key, feature))
			return m->deps[i].at;
	return NO_SPAN;
}
