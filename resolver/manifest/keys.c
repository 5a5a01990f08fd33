// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/keys.h"

#include "base/core/buf.h"

void closest_offer(Str name, Str candidate, Str *best, size_t *edits)
{
	const size_t d = str_distance(name, candidate, CLOSEST_NONE - 1);
	if (d < *edits) {
		*edits = d;
		*best = candidate;
	}
}

bool choice_help(Diag *d, Str given, const Str *choices, size_t count)
{
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	scoped_buf all = { 0 };
	for (size_t i = 0; i < count; i++) {
		closest_offer(given, choices[i], &best, &edits);
		buf_printf(&all, "%s`" STR_FMT "`",
		           !i              ? ""
		           : i + 1 < count ? ", "
		                           : " or ",
		           STR_ARG(choices[i]));
	}
	if (best.ptr && edits < best.len)
		return diag_help(d, "a similar one exists: `" STR_FMT "`", STR_ARG(best));
	return diag_help(d, "write one of " STR_FMT, STR_ARG(buf_str(&all)));
}

static void add_path(Buf *b, const KeyPath *path)
{
	if (!path)
		return;
	add_path(b, path->up);
	buf_add(b, path->key);
	buf_char(b, '.');
}

Str key_path_text(Arena *a, const KeyPath *path, Str key)
{
	scoped_buf b = { 0 };
	add_path(&b, path);
	buf_add(&b, key);
	return arena_str(a, buf_str(&b));
}

void key_warn_unused(const KeyReader *r, const TomlEntry *e, const KeyPath *path, const KeySet *set)
{
	if (!r->warn)
		return;
	const Str text = key_path_text(r->arena, path, e->key);
	diag_warning(r->diag, e->key_at, "unused manifest key: " STR_FMT, STR_ARG(text));
	if (r->diag->muted)
		return;
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	for (size_t i = 0; i < set->count; i++)
		if (set->rows[i].name.len)
			closest_offer(e->key, set->rows[i].name, &best, &edits);
	if (best.ptr && edits < best.len)
		diag_help(r->diag, "a key with a similar name exists: `" STR_FMT "`",
		          STR_ARG(best));
}

/*
 * Returns the bits of all types that the value may have, without a look at the items of arrays and
 * tables.
 */
static unsigned type_of(const TomlValue *v)
{
	switch (v->kind) {
	case TOML_STRING:
		return KEY_STRING;
	case TOML_BOOL:
		return KEY_BOOL;
	case TOML_INTEGER:
		return KEY_INTEGER;
	case TOML_ARRAY:
		return KEY_STRINGS | KEY_TABLES;
	case TOML_TABLE:
		return KEY_TABLE | KEY_STRING_MAP | KEY_INHERITED;
	case TOML_DATETIME:
	case TOML_DATETIME_LOCAL:
	case TOML_DATE_LOCAL:
	case TOML_TIME_LOCAL: /* Cargo's parser represents these as a table of one string. */
		return KEY_STRING_MAP;
	default:
		return 0;
	}
}

static const struct {
	unsigned type;
	const char *name;
} type_names[] = {
	{ KEY_STRING, "a string" },
	{ KEY_BOOL, "a boolean" },
	{ KEY_INTEGER, "an integer" },
	{ KEY_STRINGS, "an array of strings" },
	{ KEY_TABLE, "a table" },
	{ KEY_TABLES, "an array of tables" },
	{ KEY_STRING_MAP, "a table of strings" },
	{ KEY_INHERITED, "`{ workspace = true }`" },
};

static Str expected_text(Arena *a, unsigned types)
{
	scoped_buf b = { 0 };
	for (size_t i = 0; i < COUNT_OF(type_names); i++) {
		if (!(types & type_names[i].type))
			continue;
		types &= ~type_names[i].type;
		if (b.len)
			buf_add(&b, types ? STR(", ") : STR(" or "));
		buf_add(&b, str_from(type_names[i].name));
	}
	return arena_str(a, buf_str(&b));
}

static Str value_text(Arena *a, const TomlValue *v)
{
	switch (v->kind) {
	case TOML_STRING:
		return arena_printf(a, "string \"" STR_FMT "\"", STR_ARG(v->text));
	case TOML_INTEGER:
		return arena_printf(a, "integer `%lld`", (long long)v->integer);
	case TOML_BOOL:
		return v->boolean ? STR("boolean `true`") : STR("boolean `false`");
	case TOML_FLOAT:
		return arena_printf(a, "floating point `%.*s`", (int)v->at.len,
		                    v->at.src->text.ptr + v->at.start);
	default:
		return str_from(toml_kind_name(v->kind));
	}
}

bool key_wrong_type(const KeyReader *r, const TomlEntry *e, const char *what)
{
	const Str found = value_text(r->arena, &e->value);
	return diag_error(r->diag, e->value.at,
	                  "invalid type for `" STR_FMT "`: " STR_FMT ", expected %s",
	                  STR_ARG(e->key), STR_ARG(found), what);
}

static bool is_scalar(TomlKind kind)
{
	return kind == TOML_INTEGER || kind == TOML_FLOAT || kind == TOML_BOOL;
}

/* Prints help for the most likely mistakes. */
static void help_with_type(const KeyReader *r, const TomlEntry *e, unsigned types)
{
	const TomlValue *v = &e->value;
	const Span at = v->at;
	if ((types & KEY_BOOL) && v->kind == TOML_INTEGER)
		diag_help(r->diag, "write `true` or `false`");
	else if ((types & KEY_STRING) && is_scalar(v->kind) && at.src)
		diag_help(r->diag, "put it in quotes: `" STR_FMT " = \"" STR_FMT "\"`",
		          STR_ARG(e->key), (int)at.len, at.src->text.ptr + at.start);
	else if ((types & KEY_STRINGS) && v->kind == TOML_STRING)
		diag_help(r->diag, "put it in brackets: `" STR_FMT " = [\"" STR_FMT "\"]`",
		          STR_ARG(e->key), STR_ARG(v->text));
	else if ((types & KEY_TABLES) && v->kind == TOML_TABLE)
		diag_help(r->diag, "there may be several: write `[[" STR_FMT "]]`",
		          STR_ARG(e->key));
	else if ((types & KEY_TABLE) && v->kind == TOML_ARRAY)
		diag_help(r->diag, "there is only one: write `[" STR_FMT "]`", STR_ARG(e->key));
	else if ((types & KEY_BOOL) && v->kind == TOML_STRING &&
	         (str_eq(v->text, STR("true")) || str_eq(v->text, STR("false"))))
		diag_help(r->diag, "without quotes: `" STR_FMT " = " STR_FMT "`", STR_ARG(e->key),
		          STR_ARG(v->text));
	else
		diag_help(r->diag, "write " STR_FMT ", or remove the key",
		          STR_ARG(expected_text(r->arena, types)));
}

static bool check_items(const KeyReader *r, const TomlEntry *e, TomlKind kind)
{
	const TomlArray *items = &e->value.array;
	for (size_t i = 0; i < items->count; i++) {
		if (items->items[i].kind == kind)
			continue;
		const Str found = value_text(r->arena, &items->items[i]);
		diag_error(r->diag, items->items[i].at,
		           "invalid type in `" STR_FMT "`: " STR_FMT ", expected %s",
		           STR_ARG(e->key), STR_ARG(found), toml_kind_name(kind));
		return diag_help(r->diag, "each item must be %s", toml_kind_name(kind));
	}
	return true;
}

static bool check_string_map(const KeyReader *r, const TomlTable *t)
{
	bool ok = true;
	for (size_t i = 0; i < t->count; i++)
		ok &= key_check(r, &t->entries[i], KEY_STRING, NULL);
	return ok;
}

bool key_is_inherited(const TomlEntry *e)
{
	return e && e->value.kind == TOML_TABLE;
}

/* Cargo accepts `{ workspace = true }`, and warns of other keys in it. */
static bool check_inherited(const KeyReader *r, const TomlEntry *e, const KeyPath *up)
{
	const TomlEntry *w = toml_entry(e->value.table, STR("workspace"));
	if (!w) {
		diag_error(r->diag, e->value.at, "missing field `workspace` in `" STR_FMT "`",
		           STR_ARG(e->key));
		return diag_help(r->diag, "write the value, or `{ workspace = true }`");
	}
	if (w->value.kind != TOML_BOOL)
		return key_wrong_type(r, w, "a boolean");
	if (!w->value.boolean) {
		diag_error(r->diag, w->value.at, "`workspace` cannot be false");
		return diag_help(r->diag, "remove the key, or write its value");
	}
	static const KeyRow row = { STR_INIT("workspace"), KEY_BOOL };
	const KeyPath path = { up, e->key };
	for (size_t i = 0; i < e->value.table->count; i++)
		if (&e->value.table->entries[i] != w)
			key_warn_unused(r, &e->value.table->entries[i], &path,
			                &(KeySet){ &row, 1 });
	return true;
}

bool key_check(const KeyReader *r, const TomlEntry *e, unsigned types, const KeyPath *path)
{
	if (types & KEY_ANY)
		return true;
	const unsigned fits = type_of(&e->value) & types;
	if (!fits) {
		const Str expected = expected_text(r->arena, types);
		key_wrong_type(r, e, arena_cstr(r->arena, expected));
		help_with_type(r, e, types);
		return false;
	}
	if (fits & KEY_STRINGS)
		return check_items(r, e, TOML_STRING);
	if (fits & KEY_TABLES)
		return check_items(r, e, TOML_TABLE);
	if (fits & KEY_STRING_MAP)
		return e->value.kind != TOML_TABLE || check_string_map(r, e->value.table);
	return !(fits & KEY_INHERITED) || check_inherited(r, e, path);
}

const TomlTable *key_fields(const KeyReader *r, const TomlEntry *e, const KeySet *set, size_t least,
                            const KeyPath *path)
{
	if (e->value.kind != TOML_ARRAY)
		return key_check(r, e, KEY_TABLE, path) ? e->value.table : NULL;
	const TomlArray *list = &e->value.array;
	if (list->count < least) {
		diag_error(r->diag, e->value.at,
		           "invalid type for `" STR_FMT "`: an array of %zu, expected a table",
		           STR_ARG(e->key), list->count);
		help_with_type(r, e, KEY_TABLE);
		return NULL;
	}
	TomlTable *t = arena_new(r->arena, TomlTable);
	t->at = e->value.at;
	t->count = list->count < set->count ? list->count : set->count;
	t->entries = arena_array(r->arena, TomlEntry, t->count);
	for (size_t i = 0; i < t->count; i++)
		t->entries[i] = (TomlEntry){ .key = set->rows[i].name,
			                     .key_at = list->items[i].at,
			                     .value = list->items[i] };
	return t;
}

static size_t find_row(const KeySet *set, Str key)
{
	size_t i = 0;
	while (i < set->count && !(set->rows[i].name.len && str_eq(set->rows[i].name, key)))
		i++;
	return i;
}

void keys_read(const KeyReader *r, const KeySet *set, const TomlTable *t, const KeyPath *path,
               const TomlEntry **out)
{
	for (size_t i = 0; i < set->count; i++)
		out[i] = NULL;
	for (size_t i = 0; i < t->count; i++) {
		const TomlEntry *e = &t->entries[i];
		const size_t row = find_row(set, e->key);
		if (row == set->count)
			key_warn_unused(r, e, path, set);
		else if (key_check(r, e, set->rows[row].types, path))
			out[row] = e;
	}
}

Str key_text(const TomlEntry *e)
{
	return e && e->value.kind == TOML_STRING ? e->value.text : (Str){ 0 };
}

bool key_flag(const TomlEntry *e, bool otherwise)
{
	return e && e->value.kind == TOML_BOOL ? e->value.boolean : otherwise;
}

WorkspaceChoice key_choice(const TomlEntry *e)
{
	return !e ? UNSET : key_flag(e, true) ? YES : NO;
}

StrList key_strings(Arena *a, const TomlEntry *e)
{
	if (!e || e->value.kind != TOML_ARRAY || !e->value.array.count)
		return (StrList){ 0 };
	const TomlArray *from = &e->value.array;
	Str *items = arena_array(a, Str, from->count);
	size_t count = 0;
	for (size_t i = 0; i < from->count; i++)
		if (from->items[i].kind == TOML_STRING)
			items[count++] = from->items[i].text;
	return (StrList){ items, count };
}

const TomlTable *key_table(const TomlEntry *e)
{
	return e && e->value.kind == TOML_TABLE ? e->value.table : NULL;
}

Span key_at(const TomlEntry *e, Span otherwise)
{
	return e ? e->value.at : otherwise;
}
