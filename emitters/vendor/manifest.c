// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/vendor/manifest.h"

#include "base/text/path.h"
#include "base/toml/writer.h"
#include "emitters/vendor/shape.h"

#include <stdlib.h>

typedef struct Maker {
	Arena *arena;
	Diag *diag;
	const VendorManifest *in;
	TomlTable *out;
} Maker;

static void set_entry(const Maker *m, TomlTable *t, const char *key, TomlValue v)
{
	toml_add(m->arena, t, str_from(key), NO_SPAN)->value = v;
}

static TomlValue text_value(Str s)
{
	return (TomlValue){ .kind = TOML_STRING, .text = s };
}

static TomlValue table_value(TomlTable *t)
{
	return (TomlValue){ .kind = TOML_TABLE, .table = t };
}

static const TomlValue no = { .kind = TOML_BOOL };

static bool is_packaged(const Maker *m, Str path)
{
	const StrList *f = &m->in->files;
	return f->count && bsearch(&path, f->items, f->count, sizeof(Str), str_compare_items);
}

/* Converts a path of the workspace's manifest to one relative to the package. */
static TomlValue relative_path(const Maker *m, const TomlValue *v)
{
	if (v->kind != TOML_STRING)
		return *v;
	Arena *a = m->arena;
	const Str there = path_normalise(a, path_join(a, m->in->workspace_folder, v->text));
	return text_value(path_relative(a, m->in->manifest->folder, there));
}

/* --- [package] --- */

static TomlValue build_of(const Maker *m)
{
	const Target *script = m->in->manifest->script;
	if (!script)
		return no;
	if (is_packaged(m, script->path))
		return text_value(script->path);
	diag_warning(m->diag, NO_SPAN,
	             "ignoring `package.build` entry `" STR_FMT
	             "` as it is not included in the published package",
	             STR_ARG(script->path));
	return no;
}

static TomlValue readme_of(const Maker *m)
{
	const Str readme = m->in->manifest->info.readme;
	return readme.len ? text_value(readme) : no;
}

static void put_own(const Maker *m, TomlTable *to, const char *name, const TomlValue *v)
{
	static const Str version = STR_INIT("version"), license_file = STR_INIT("license-file");
	const Str key = str_from(name);
	const bool inherited = v->kind == TOML_TABLE && toml_get(v->table, STR("workspace"));
	if (inherited && !str_eq(key, STR("metadata")))
		v = toml_get(toml_get_table(m->in->workspace, STR("package")), key);
	if (!v)
		return;
	if (str_eq(key, version))
		set_entry(m, to, name, text_value(m->in->manifest->version.text));
	else
		set_entry(m, to, name,
		          inherited && str_eq(key, license_file) ? relative_path(m, v) : *v);
}

static void make_package(const Maker *m, const TomlTable *package)
{
	static const char *const before[] = {
		"edition", "rust-version", "name",           "version",       "authors",
		"build",   "metabuild",    "default-target", "forced-target", "links",
		"exclude", "include",      "publish",        "workspace",     "im-a-teapot",
	};
	static const char *const off[] = { "autolib", "autobins", "autoexamples", "autotests",
		                           "autobenches" };
	static const char *const after[] = {
		"default-run",  "description", "homepage",   "documentation",
		"readme",       "keywords",    "categories", "license",
		"license-file", "repository",  "resolver",   "metadata",
	};
	TomlTable *to = toml_make_table(m->arena, NO_SPAN);
	for (size_t i = 0; i < COUNT_OF(before); i++) {
		const TomlValue *v = toml_get(package, str_from(before[i]));
		if (strcmp(before[i], "build") == 0)
			set_entry(m, to, "build", build_of(m));
		else if (v && !(m->in->published && strcmp(before[i], "workspace") == 0))
			put_own(m, to, before[i], v);
	}
	for (size_t i = 0; i < COUNT_OF(off); i++)
		set_entry(m, to, off[i], no);
	for (size_t i = 0; i < COUNT_OF(after); i++) {
		const TomlValue *v = toml_get(package, str_from(after[i]));
		if (strcmp(after[i], "readme") == 0)
			set_entry(m, to, "readme", readme_of(m));
		else if (v)
			put_own(m, to, after[i], v);
	}
	set_entry(m, m->out, "package", table_value(to));
}

/* --- targets --- */

typedef struct TargetTable {
	TargetKind kind;
	const char *key, *human;
} TargetTable;

static const TargetTable target_tables[] = {
	{ TARGET_LIB, "lib", "library" },         { TARGET_BIN, "bin", "binary" },
	{ TARGET_EXAMPLE, "example", "example" }, { TARGET_TEST, "test", "test" },
	{ TARGET_BENCH, "bench", "benchmark" },
};

/* The manifest's table for the target, or NULL. */
static const TomlTable *written_table(const Maker *m, const TargetTable *k, const Target *t)
{
	const TomlValue *v = toml_get(m->in->doc, str_from(k->key));
	if (!v || v->kind == TOML_TABLE)
		return v ? v->table : NULL;
	for (size_t i = 0; v->kind == TOML_ARRAY && i < v->array.count; i++) {
		const TomlValue *item = &v->array.items[i];
		const TomlValue *name =
			item->kind == TOML_TABLE ? toml_get(item->table, STR("name")) : NULL;
		if (name && name->kind == TOML_STRING && str_eq(name->text, t->raw_name))
			return item->table;
	}
	return NULL;
}

static TomlValue target_of(const Maker *m, const TargetTable *k, const Target *t)
{
	const TomlTable *own = written_table(m, k, t);
	TomlTable *all = toml_make_table(m->arena, NO_SPAN);
	for (size_t i = 0; own && i < own->count; i++)
		toml_add(m->arena, all, own->entries[i].key, NO_SPAN)->value =
			own->entries[i].value;
	set_entry(m, all, "name", text_value(t->raw_name));
	set_entry(m, all, "path", text_value(t->path));
	const TomlValue v = table_value(all);
	return shape_apply(m->arena, &shape_target, &v);
}

static void make_targets_of(const Maker *m, const TargetTable *k)
{
	const Manifest *manifest = m->in->manifest;
	TomlValue *items = arena_array(m->arena, TomlValue, manifest->target_count);
	size_t count = 0;
	for (size_t i = 0; i < manifest->target_count; i++) {
		const Target *t = &manifest->targets[i];
		if (t->kind != k->kind)
			continue;
		if (is_packaged(m, t->path))
			items[count++] = target_of(m, k, t);
		else
			diag_warning(m->diag, NO_SPAN,
			             "ignoring %s `" STR_FMT "` as `" STR_FMT
			             "` is not included in the published package",
			             k->human, STR_ARG(t->raw_name), STR_ARG(t->path));
	}
	if (count)
		set_entry(m, m->out, k->key,
		          k->kind == TARGET_LIB
		                  ? items[0]
		                  : (TomlValue){ .kind = TOML_ARRAY, .array = { items, count } });
}

/* --- dependencies --- */

static const TomlValue *default_features(const TomlTable *t)
{
	const TomlValue *v = toml_get(t, STR("default-features"));
	return v ? v : toml_get(t, STR("default_features"));
}

static bool is_flag(const TomlValue *v, bool value)
{
	return v && v->kind == TOML_BOOL && v->boolean == value;
}

static TomlValue both_lists(const Maker *m, const TomlValue *x, const TomlValue *y)
{
	if (!x || x->kind != TOML_ARRAY || !y || y->kind != TOML_ARRAY)
		return x ? *x : *y;
	TomlArray out = { arena_array(m->arena, TomlValue, x->array.count + y->array.count), 0 };
	for (size_t i = 0; i < x->array.count; i++)
		out.items[out.count++] = x->array.items[i];
	for (size_t i = 0; i < y->array.count; i++)
		out.items[out.count++] = y->array.items[i];
	return (TomlValue){ .kind = TOML_ARRAY, .array = out };
}

/* [workspace.dependencies] with the package's additions. */
static TomlTable *merged_dependency(const Maker *m, Str key, const TomlTable *own)
{
	TomlTable *out = toml_make_table(m->arena, NO_SPAN);
	const TomlValue *base =
		toml_get(toml_get_table(m->in->workspace, STR("dependencies")), key);
	const TomlTable *t = base && base->kind == TOML_TABLE ? base->table : NULL;
	if (base && !t)
		set_entry(m, out, "version", *base);
	for (size_t i = 0; t && i < t->count; i++) {
		const TomlEntry *e = &t->entries[i];
		const bool path = str_eq(e->key, STR("path")) && !toml_get(t, STR("base"));
		if (!str_eq(e->key, STR("optional")))
			toml_add(m->arena, out, e->key, NO_SPAN)->value =
				path ? relative_path(m, &e->value) : e->value;
	}
	const TomlValue *more = toml_get(own, STR("features"));
	const TomlValue *optional = toml_get(own, STR("optional"));
	if (more)
		set_entry(m, out, "features", both_lists(m, toml_get(t, STR("features")), more));
	if (optional)
		set_entry(m, out, "optional", *optional);
	if (is_flag(default_features(own), true) && is_flag(default_features(t), false))
		set_entry(m, out, "default-features", *default_features(own));
	return out;
}

/* Cargo leaves out keys of unstable features. */
static TomlTable *without_unstable(const Maker *m, const TomlTable *t)
{
	TomlTable *out = toml_make_table(m->arena, NO_SPAN);
	for (size_t i = 0; i < t->count; i++)
		if (!str_eq(t->entries[i].key, STR("public")) &&
		    !str_eq(t->entries[i].key, STR("base")))
			toml_add(m->arena, out, t->entries[i].key, NO_SPAN)->value =
				t->entries[i].value;
	return out;
}

/* Cargo: `path` has no meaning in a registry. If there is nothing else, accept any version. */
static TomlTable *without_path(const Maker *m, const TomlTable *t)
{
	TomlTable *out = toml_make_table(m->arena, NO_SPAN);
	if (!toml_get(t, STR("version")) && !toml_get(t, STR("git")))
		set_entry(m, out, "version", text_value(STR("*")));
	for (size_t i = 0; i < t->count; i++)
		if (!str_eq(t->entries[i].key, STR("path")))
			toml_add(m->arena, out, t->entries[i].key, NO_SPAN)->value =
				t->entries[i].value;
	return out;
}

static TomlValue dependency_of(const Maker *m, const TomlEntry *e)
{
	if (e->value.kind != TOML_TABLE)
		return e->value;
	const TomlTable *t = e->value.table;
	if (toml_get(t, STR("workspace")))
		t = merged_dependency(m, e->key, t);
	if (m->in->published && toml_get(t, STR("path")))
		t = without_path(m, t);
	const TomlValue v = table_value(without_unstable(m, t));
	return shape_apply(m->arena, &shape_detailed_dependency, &v);
}

static const char *const normal[2] = { "dependencies" };
static const char *const dev[2] = { "dev-dependencies", "dev_dependencies" };
static const char *const build[2] = { "build-dependencies", "build_dependencies" };

/* names[0] is the current key of the table, names[1] an old one; the first that exists is used. */
static void make_dependencies(const Maker *m, const TomlTable *from, const char *const names[2],
                              TomlTable *to)
{
	const TomlTable *deps = toml_get_table(from, str_from(names[0]));
	if (!deps && names[1])
		deps = toml_get_table(from, str_from(names[1]));
	if (!deps || (m->in->no_dev && names == dev))
		return;
	TomlTable *out = toml_make_table(m->arena, NO_SPAN);
	const TomlEntry **sorted = toml_sorted(m->arena, deps);
	for (size_t i = 0; i < deps->count; i++)
		toml_add(m->arena, out, sorted[i]->key, NO_SPAN)->value =
			dependency_of(m, sorted[i]);
	set_entry(m, to, names[0], table_value(out));
}

static void make_platforms(const Maker *m)
{
	const TomlTable *platforms = toml_get_table(m->in->doc, STR("target"));
	if (!platforms || !platforms->count)
		return;
	TomlTable *out = toml_make_table(m->arena, NO_SPAN);
	const TomlEntry **sorted = toml_sorted(m->arena, platforms);
	for (size_t i = 0; i < platforms->count; i++) {
		if (sorted[i]->value.kind != TOML_TABLE)
			continue;
		TomlTable *to = toml_make_table(m->arena, NO_SPAN);
		make_dependencies(m, sorted[i]->value.table, normal, to);
		make_dependencies(m, sorted[i]->value.table, build, to);
		make_dependencies(m, sorted[i]->value.table, dev, to);
		toml_add(m->arena, out, sorted[i]->key, NO_SPAN)->value = table_value(to);
	}
	set_entry(m, m->out, "target", table_value(out));
}

/* --- the rest --- */

static void make_shaped(const Maker *m, const char *key, const Shape *shape)
{
	const TomlValue *v = toml_get(m->in->doc, str_from(key));
	if (v)
		set_entry(m, m->out, key, shape_apply(m->arena, shape, v));
}

static void make_lints(const Maker *m)
{
	const TomlTable *own = toml_get_table(m->in->doc, STR("lints"));
	const TomlValue *v = toml_get(m->in->doc, STR("lints"));
	if (own && toml_get(own, STR("workspace")))
		v = toml_get(m->in->workspace, STR("lints"));
	if (v)
		set_entry(m, m->out, "lints", shape_apply(m->arena, &shape_lints, v));
}

static void make_all(const Maker *m)
{
	const TomlTable *doc = m->in->doc;
	const TomlValue *unstable = toml_get(doc, STR("cargo-features"));
	const TomlTable *package = toml_get_table(doc, STR("package"));
	if (unstable)
		set_entry(m, m->out, "cargo-features", *unstable);
	make_package(m, package ? package : toml_get_table(doc, STR("project")));
	make_shaped(m, "badges", &shape_badges);
	make_shaped(m, "features", &shape_features);
	for (size_t i = 0; i < COUNT_OF(target_tables); i++)
		make_targets_of(m, &target_tables[i]);
	make_dependencies(m, doc, normal, m->out);
	make_dependencies(m, doc, dev, m->out);
	make_dependencies(m, doc, build, m->out);
	make_platforms(m);
	make_lints(m);
	make_shaped(m, "hints", &shape_hints);
	if (!m->in->published)
		make_shaped(m, "workspace", &shape_workspace);
	make_shaped(m, "profile", &shape_profiles);
	if (m->in->published)
		return;
	make_shaped(m, "patch", &shape_patches);
	make_shaped(m, "replace", &shape_replace);
}

void vendor_manifest_emit(const VendorManifest *in, Diag *diag, Buf *to)
{
	static const char preamble[] =
		"# THIS FILE IS AUTOMATICALLY GENERATED BY CARGO\n"
		"#\n"
		"# When uploading crates to the registry Cargo will automatically\n"
		"# \"normalize\" Cargo.toml files for maximal compatibility\n"
		"# with all versions of Cargo and also rewrite `path` dependencies\n"
		"# to registry (e.g., crates.io) dependencies.\n"
		"#\n"
		"# If you are reading this file be aware that the original Cargo.toml\n"
		"# will likely look very different (and much more reasonable).\n"
		"# See Cargo.toml.orig for the original contents.\n"
		"\n";
	scoped_arena arena = { 0 };
	const Maker m = { &arena, diag, in, toml_make_table(&arena, NO_SPAN) };
	make_all(&m);
	buf_add(to, in->head.len ? in->head : STR(preamble));
	toml_write(to, m.out);
}
