// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/toml/reader.h"

#include <stdlib.h>

static TomlOpenTable *refuse_double(TomlReader *r, const TomlKey *key, const TomlEntry *first,
                                    const char *what)
{
	const char *from = r->src->text.ptr + key->at.start;
	toml_error(r, from, from + key->at.len, "%s `" STR_FMT "` is defined twice", what,
	           STR_ARG(key->text));
	const bool table = first->value.kind == TOML_TABLE;
	toml_note(r, table ? first->value.at : first->key_at,
	          "`" STR_FMT "` is first defined here%s%s", STR_ARG(key->text),
	          table ? "" : ", as ", table ? "" : toml_kind_name(first->value.kind));
	toml_help(r, "merge the two, or rename one of them");
	return NULL;
}

static TomlOpenTable *define_table(TomlReader *r, TomlOpenTable *parent, const TomlKey *key,
                                   Span header)
{
	bool added;
	TomlEntry *e = toml_table_slot(r, parent, key, &added);
	TomlOpenTable *t;
	if (added) {
		t = toml_table_new(r, header, TOML_BY_HEADER, parent->depth + 1);
	} else {
		t = e->value.kind == TOML_TABLE ? toml_table_of(&e->value) : NULL;
		if (!t || t->origin != TOML_BY_SUPER)
			return refuse_double(r, key, e, "table");
		t->origin = TOML_BY_HEADER;
		t->table.at = header;
	}
	e->value = (TomlValue){ .kind = TOML_TABLE, .at = header, .table = &t->table };
	return t;
}

/* The room doubles whenever the count is a power of two. */
static TomlValue *add_item(Arena *a, TomlArray *array)
{
	const size_t n = array->count;
	if ((n & (n - 1)) == 0) {
		TomlValue *larger = arena_array(a, TomlValue, n ? n * 2 : 1);
		if (n)
			memcpy(larger, array->items, n * sizeof(TomlValue));
		array->items = larger;
	}
	return &array->items[array->count++];
}

static bool is_array_of_tables(const TomlValue *v)
{
	return v->kind == TOML_ARRAY && v->array.count && v->array.items[0].kind == TOML_TABLE &&
	       toml_table_of(&v->array.items[0])->origin == TOML_BY_HEADER;
}

static TomlOpenTable *define_item(TomlReader *r, TomlOpenTable *parent, const TomlKey *key,
                                  Span header)
{
	bool added;
	TomlEntry *e = toml_table_slot(r, parent, key, &added);
	if (added)
		e->value = (TomlValue){ .kind = TOML_ARRAY, .at = header };
	else if (!is_array_of_tables(&e->value))
		return refuse_double(r, key, e, "array of tables");
	TomlOpenTable *t = toml_table_new(r, header, TOML_BY_HEADER, parent->depth + 2);
	*add_item(r->arena, &e->value.array) =
		(TomlValue){ .kind = TOML_TABLE, .at = header, .table = &t->table };
	return t;
}

/* Reads a header; sets the table for the keys that follow. */
static bool read_header(TomlReader *r)
{
	const char *const open = r->at;
	const bool array = r->end - open > 1 && open[1] == '[';
	TomlKey key;
	r->current = NULL;
	r->at += array ? 2 : 1;
	TomlOpenTable *parent = toml_key_path(r, r->root, TOML_BY_SUPER, &key);
	if (!parent)
		return false;
	const bool closed =
		toml_peek(r) == ']' && (!array || (r->end - r->at > 1 && r->at[1] == ']'));
	if (!closed) {
		toml_unexpected(r, array ? "`]]` after the table's name"
		                         : "`]` after the table's name");
		toml_help(r, "%s",
		          array ? "headers of list entries are written `[[name]]`"
		                : "headers are written `[name]`");
		return false;
	}
	r->at += array ? 2 : 1;
	if (toml_too_deep(r, open, parent->depth + 1 + array))
		return false;
	const Span header = toml_span(r, open, r->at);
	r->current = array ? define_item(r, parent, &key, header)
	                   : define_table(r, parent, &key, header);
	return toml_end_of_line(r);
}

static bool read_statement(TomlReader *r)
{
	if (*r->at == '[')
		return read_header(r);
	if (!r->current) /* after a bad header: parse the keys, but drop them */
		r->current = toml_table_new(r, NO_SPAN, TOML_BY_HEADER, 0);
	return toml_key_value(r, r->current) && toml_end_of_line(r);
}

static void read_document(TomlReader *r)
{
	for (toml_skip_blank(r); r->at < r->end; toml_skip_blank(r)) {
		if (read_statement(r))
			continue;
		r->stacked = 0;
		toml_recover(r);
	}
	if (r->errors > TOML_ERRORS_SHOWN)
		diag_note(r->diag, NO_SPAN, "%u more errors in %s are not shown",
		          r->errors - TOML_ERRORS_SHOWN, r->src->path);
}

static bool is_readable(TomlReader *r)
{
	const Str text = r->src->text;
	if (text.len > UINT32_MAX - 1) {
		diag_error(r->diag, (Span){ 0 }, "%s is larger than 4 GiB", r->src->path);
		return diag_help(r->diag, "no TOML file is this large: check the path");
	}
	const size_t valid = str_utf8_prefix(text);
	if (valid == text.len)
		return true;
	toml_error(r, text.ptr + valid, text.ptr + valid + 1, "byte 0x%02X is not valid UTF-8",
	           (unsigned)(unsigned char)text.ptr[valid]);
	toml_help(r, "TOML files are written in UTF-8");
	return false;
}

const TomlTable *toml_parse_apart(const Source *src, Arena *tree, Arena *texts, Diag *diag)
{
	const Str text = src->text;
	TomlReader r = { .src = src, .arena = tree, .texts = texts, .diag = diag };
	if (!text.len)
		return &toml_table_new(&r, (Span){ src, 0, 0 }, TOML_BY_HEADER, 0)->table;
	if (!is_readable(&r))
		return NULL;
	r.at = text.ptr + (str_starts_with(text, STR("\xef\xbb\xbf")) ? 3 : 0);
	r.end = str_end(text);
	r.root = r.current = toml_table_new(&r, (Span){ src, 0, 0 }, TOML_BY_HEADER, 0);
	read_document(&r);
	free(r.stack);
	return r.errors ? NULL : &r.root->table;
}

const TomlTable *toml_parse(const Source *src, Arena *a, Diag *diag)
{
	return toml_parse_apart(src, a, a, diag);
}
