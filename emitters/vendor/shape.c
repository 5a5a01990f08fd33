// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/vendor/shape.h"

#include <stdlib.h>

typedef enum ShapeKind {
	SHAPE_ANY,
	SHAPE_STRUCT,     /* `fields`, in their order */
	SHAPE_MAP,        /* each value has the shape `of` */
	SHAPE_SIMPLE_MAP, /* a map; its values that are tables have the shape `of` */
	SHAPE_STRINGS,    /* a list; a single string becomes one */
	SHAPE_DEBUG,      /* profile.debug */
	SHAPE_LINT,
	SHAPE_PACKAGES, /* in a profile: a map by package id spec */
} ShapeKind;

typedef struct ShapeField {
	Str name;
	const Shape *shape; /* NULL: any value */
} ShapeField;

struct Shape {
	ShapeKind kind;
	const ShapeField *fields;
	size_t field_count;
	const Shape *of;
};

#define FIELDS(f) .kind = SHAPE_STRUCT, .fields = (f), .field_count = COUNT_OF(f)
#define ANY(name) \
	{ \
		STR_INIT(name), NULL \
	}
#define FIELD(name, s) \
	{ \
		STR_INIT(name), &(s) \
	}

/* clang-format off */
static const Shape any = { .kind = SHAPE_ANY };
static const Shape strings = { .kind = SHAPE_STRINGS };
static const Shape debug = { .kind = SHAPE_DEBUG };
static const Shape any_map = { .kind = SHAPE_MAP, .of = &any };
const Shape shape_features = { .kind = SHAPE_MAP, .of = &any };
const Shape shape_badges = { .kind = SHAPE_MAP, .of = &any_map };

static const ShapeField dependency_fields[] = {
	ANY("version"), ANY("registry"), ANY("registry-index"), ANY("path"), ANY("base"), ANY("git"),
	ANY("branch"), ANY("tag"), ANY("rev"), ANY("features"), ANY("optional"),
	ANY("default-features"), ANY("default_features"), ANY("package"), ANY("public"),
	FIELD("artifact", strings), ANY("lib"), ANY("target"),
};
const Shape shape_detailed_dependency = { FIELDS(dependency_fields) };
static const Shape dependencies = { .kind = SHAPE_SIMPLE_MAP, .of = &shape_detailed_dependency };
const Shape shape_replace = { .kind = SHAPE_SIMPLE_MAP, .of = &shape_detailed_dependency };
const Shape shape_patches = { .kind = SHAPE_MAP, .of = &dependencies };

static const ShapeField target_fields[] = {
	ANY("name"), ANY("crate-type"), ANY("crate_type"), ANY("path"), ANY("filename"), ANY("test"),
	ANY("doctest"), ANY("bench"), ANY("doc"), ANY("doc-scrape-examples"), ANY("proc-macro"),
	ANY("proc_macro"), ANY("harness"), ANY("required-features"), ANY("edition"),
};
const Shape shape_target = { FIELDS(target_fields) };

static const Shape lint = { .kind = SHAPE_LINT };
static const Shape lint_tool = { .kind = SHAPE_MAP, .of = &lint };
const Shape shape_lints = { .kind = SHAPE_MAP, .of = &lint_tool };

static const ShapeField hint_fields[] = { ANY("mostly-unused") };
const Shape shape_hints = { FIELDS(hint_fields) };

static const ShapeField inheritable_fields[] = {
	ANY("version"), ANY("authors"), ANY("description"), ANY("homepage"), ANY("documentation"),
	ANY("readme"), ANY("keywords"), ANY("categories"), ANY("license"), ANY("license-file"),
	ANY("repository"), ANY("publish"), ANY("edition"), FIELD("badges", shape_badges),
	ANY("exclude"), ANY("include"), ANY("rust-version"),
};
static const Shape inheritable = { FIELDS(inheritable_fields) };
static const ShapeField workspace_fields[] = {
	ANY("members"), ANY("exclude"), ANY("default-members"), ANY("resolver"), ANY("metadata"),
	FIELD("package", inheritable), FIELD("dependencies", dependencies),
	FIELD("lints", shape_lints),
};
const Shape shape_workspace = { FIELDS(workspace_fields) };

static const Shape profile, profile_map;
static const ShapeField profile_fields[] = {
	ANY("opt-level"), ANY("lto"), ANY("codegen-backend"), ANY("codegen-units"),
	FIELD("debug", debug), ANY("split-debuginfo"), ANY("debug-assertions"), ANY("rpath"),
	ANY("panic"), ANY("overflow-checks"), ANY("incremental"), ANY("dir-name"), ANY("inherits"),
	ANY("strip"), ANY("rustflags"), FIELD("package", profile_map),
	FIELD("build-override", profile), ANY("trim-paths"), ANY("hint-mostly-unused"),
};
static const Shape profile = { FIELDS(profile_fields) };
static const Shape profile_map = { .kind = SHAPE_PACKAGES, .of = &profile };
const Shape shape_profiles = { .kind = SHAPE_MAP, .of = &profile };
/* clang-format on */

static TomlValue table_value(const TomlTable *t)
{
	return (TomlValue){ .kind = TOML_TABLE, .table = (TomlTable *)(uintptr_t)t };
}

static void add_key(Arena *a, TomlTable *t, Str key, TomlValue v)
{
	toml_add(a, t, key, NO_SPAN)->value = v;
}

static Str profile_key(Arena *a, Str key)
{
	char *out = arena_cstr(a, key);
	const ptrdiff_t colon = str_rfind(key, ':');
	if (colon >= 0 && str_find(key, '/') < 0)
		out[colon] = '@';
	return (Str){ out, key.len };
}

/* Package id specs are sorted by name, then by version; `*` comes last. */
static int by_spec(const void *a, const void *b)
{
	const Str x = (*(const TomlEntry *const *)a)->key, y = (*(const TomlEntry *const *)b)->key;
	const bool last = str_eq(x, STR("*"));
	if (last || str_eq(y, STR("*")))
		return last ? 1 : -1;
	Str name, other, version, other_version;
	str_cut(x, '@', &name, &version);
	str_cut(y, '@', &other, &other_version);
	const int order = str_compare(name, other);
	return order ? order : str_compare(version, other_version);
}

/* The `package` of a profile: NAME:VERSION is written with an `@`. */
static TomlValue packages_of(Arena *a, const Shape *shape, const TomlTable *t)
{
	TomlTable *renamed = toml_make_table(a, NO_SPAN), *out = toml_make_table(a, NO_SPAN);
	for (size_t i = 0; i < t->count; i++)
		add_key(a, renamed, profile_key(a, t->entries[i].key),
		        shape_apply(a, shape->of, &t->entries[i].value));
	const TomlEntry **sorted = toml_sorted(a, renamed);
	if (renamed->count)
		qsort(sorted, renamed->count, sizeof(const TomlEntry *), by_spec);
	for (size_t i = 0; i < renamed->count; i++)
		add_key(a, out, sorted[i]->key, sorted[i]->value);
	return table_value(out);
}

static TomlValue map_of(Arena *a, const Shape *shape, const TomlTable *t)
{
	TomlTable *out = toml_make_table(a, NO_SPAN);
	const TomlEntry **sorted = toml_sorted(a, t);
	for (size_t i = 0; i < t->count; i++) {
		const TomlEntry *e = sorted[i];
		const bool simple = shape->kind == SHAPE_SIMPLE_MAP && e->value.kind != TOML_TABLE;
		add_key(a, out, e->key, simple ? e->value : shape_apply(a, shape->of, &e->value));
	}
	return table_value(out);
}

static TomlValue struct_of(Arena *a, const Shape *shape, const TomlTable *t)
{
	TomlTable *out = toml_make_table(a, NO_SPAN);
	for (size_t i = 0; i < shape->field_count; i++) {
		const ShapeField *f = &shape->fields[i];
		const TomlValue *v = toml_get(t, f->name);
		if (v)
			add_key(a, out, f->name, f->shape ? shape_apply(a, f->shape, v) : *v);
	}
	return table_value(out);
}

/* `{ level, priority, ... }`: the priority is always written. */
static TomlValue lint_of(Arena *a, const TomlTable *t)
{
	TomlTable *out = toml_make_table(a, NO_SPAN);
	const TomlValue *level = toml_get(t, STR("level"));
	const TomlValue *priority = toml_get(t, STR("priority"));
	if (level)
		add_key(a, out, STR("level"), *level);
	add_key(a, out, STR("priority"),
	        priority ? *priority : (TomlValue){ .kind = TOML_INTEGER });
	for (size_t i = 0; i < t->count; i++)
		if (&t->entries[i].value != level && &t->entries[i].value != priority)
			add_key(a, out, t->entries[i].key, t->entries[i].value);
	return table_value(out);
}

static TomlValue strings_of(Arena *a, const TomlValue *v)
{
	TomlValue *item = arena_new(a, TomlValue);
	*item = *v;
	return v->kind != TOML_STRING ? *v
	                              : (TomlValue){ .kind = TOML_ARRAY, .array = { item, 1 } };
}

/* Levels of debug information are numbers, except those that have only names. */
static TomlValue debug_of(const TomlValue *v)
{
	static const Str names[] = { STR_INIT("none"), STR_INIT("limited"), STR_INIT("full") };
	if (v->kind == TOML_BOOL)
		return (TomlValue){ .kind = TOML_INTEGER, .integer = v->boolean ? 2 : 0 };
	for (int i = 0; v->kind == TOML_STRING && i < (int)COUNT_OF(names); i++)
		if (str_eq(v->text, names[i]))
			return (TomlValue){ .kind = TOML_INTEGER, .integer = i };
	return *v;
}

/* The recursion is limited by the shapes, not by the input. */
TomlValue shape_apply(Arena *a, const Shape *shape, const TomlValue *v)
{
	if (shape->kind == SHAPE_STRINGS)
		return strings_of(a, v);
	if (shape->kind == SHAPE_DEBUG)
		return debug_of(v);
	if (v->kind != TOML_TABLE || shape->kind == SHAPE_ANY)
		return *v;
	if (shape->kind == SHAPE_STRUCT)
		return struct_of(a, shape, v->table);
	if (shape->kind == SHAPE_PACKAGES)
		return packages_of(a, shape, v->table);
	return shape->kind == SHAPE_LINT ? lint_of(a, v->table) : map_of(a, shape, v->table);
}
