// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/toml/reader.h"

static bool quoted_key(TomlReader *r, Str *out)
{
	const char quote = *r->at;
	if (r->end - r->at >= 3 && r->at[1] == quote && r->at[2] == quote) {
		toml_error(r, r->at, r->at + 3, "a key cannot be a string of several lines");
		toml_help(r, "write it between single `%c`", quote);
		return false;
	}
	return toml_line_string(r, out);
}

static bool read_part(TomlReader *r, TomlKey *out)
{
	const char *from = r->at;
	const char first = toml_peek(r);
	if (first == '"' || first == '\'') {
		if (!quoted_key(r, &out->text))
			return false;
	} else {
		while (r->at < r->end && toml_is(*r->at, TOML_BARE))
			r->at++;
		out->text = (Str){ from, (size_t)(r->at - from) };
		if (r->at == from) {
			toml_unexpected(r, "a key");
			toml_help(r, "keys are letters, digits, `_` and `-`; others are written "
			             "in quotes");
			return false;
		}
	}
	out->at = toml_span(r, from, r->at);
	return true;
}

bool toml_too_deep(TomlReader *r, const char *from, unsigned depth)
{
	if (depth < TOML_DEPTH_MAX)
		return false;
	toml_error(r, from, from + 1, "nested deeper than %d levels", TOML_DEPTH_MAX);
	toml_help(r, "use fewer levels: tables of tables can have headers of their own, `[a.b]`");
	return true;
}

/* Reports the error. The keys that follow go into a separate table, so that they are still
 * checked. */
static TomlOpenTable *refuse_key(TomlReader *r, const TomlKey *key, const TomlEntry *first,
                                 const char *what)
{
	const char *from = r->src->text.ptr + key->at.start;
	toml_error(r, from, from + key->at.len, "cannot add to `" STR_FMT "`: it is %s",
	           STR_ARG(key->text), what);
	toml_note(r, first->key_at, "`" STR_FMT "` is first defined here", STR_ARG(key->text));
	toml_help(r, "write all its keys in one place, or rename one of the two");
	return toml_table_new(r, key->at, TOML_BY_HEADER, 0);
}

static TomlOpenTable *enter_array(TomlReader *r, const TomlEntry *e, TomlOrigin how,
                                  const TomlKey *key)
{
	const TomlArray *array = &e->value.array;
	const TomlValue *last = array->count ? &array->items[array->count - 1] : NULL;
	if (!last || last->kind != TOML_TABLE || toml_table_of(last)->origin == TOML_INLINE)
		return refuse_key(r, key, e, "an array");
	if (how == TOML_BY_DOTTED)
		return refuse_key(r, key, e, "an array of tables, to which dotted keys cannot add");
	return toml_table_of(last);
}

static TomlOpenTable *enter_value(TomlReader *r, TomlEntry *e, TomlOrigin how, const TomlKey *key)
{
	if (e->value.kind == TOML_ARRAY)
		return enter_array(r, e, how, key);
	if (e->value.kind != TOML_TABLE)
		return refuse_key(r, key, e, toml_kind_name(e->value.kind));
	TomlOpenTable *t = toml_table_of(&e->value);
	if (t->origin == TOML_INLINE)
		return refuse_key(r, key, e, "an inline table, which is complete");
	if (how == TOML_BY_DOTTED) {
		if (t->origin == TOML_BY_HEADER)
			return refuse_key(r, key, e, "defined by a `[header]`");
		t->origin = TOML_BY_DOTTED;
	}
	return t;
}

static TomlOpenTable *descend_key(TomlReader *r, TomlOpenTable *from, TomlOrigin how,
                                  const TomlKey *key)
{
	bool added;
	TomlEntry *e = toml_table_slot(r, from, key, &added);
	if (!added)
		return enter_value(r, e, how, key);
	if (toml_too_deep(r, r->src->text.ptr + key->at.start, from->depth + 1))
		return NULL;
	TomlOpenTable *t = toml_table_new(r, key->at, how, from->depth + 1);
	e->value = (TomlValue){ .kind = TOML_TABLE, .at = key->at, .table = &t->table };
	return t;
}

TomlOpenTable *toml_key_path(TomlReader *r, TomlOpenTable *from, TomlOrigin how, TomlKey *last)
{
	while (from) {
		toml_skip_space(r);
		if (!read_part(r, last))
			return NULL;
		toml_skip_space(r);
		if (toml_peek(r) != '.')
			return from;
		r->at++;
		from = descend_key(r, from, how, last);
	}
	return NULL;
}
