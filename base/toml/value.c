// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/toml/reader.h"

static bool bracket_open(TomlReader *r, unsigned depth)
{
	if (toml_too_deep(r, r->at, depth))
		return false;
	r->brackets++;
	r->at++;
	return true;
}

static bool bracket_closed(TomlReader *r)
{
	r->brackets--;
	r->at++;
	return true;
}

static bool not_closed(TomlReader *r, const char *open, const char *expected)
{
	const bool array = *open == '[';
	toml_unexpected(r, expected);
	toml_note(r, toml_span(r, open, open + 1), "the %s begins here",
	          array ? "array" : "inline table");
	toml_help(r, "put a `,` between its %s, and `%c` at its end", array ? "values" : "keys",
	          array ? ']' : '}');
	return false;
}

static void push_item(TomlReader *r, const TomlValue *item)
{
	if (r->stacked == r->stack_room) {
		r->stack_room = r->stack_room ? r->stack_room * 2 : 64;
		r->stack = xrealloc(r->stack, r->stack_room, sizeof(TomlValue));
	}
	r->stack[r->stacked++] = *item;
}

static TomlArray pop_array(TomlReader *r, size_t base)
{
	TomlArray array = { .count = r->stacked - base };
	if (array.count) {
		array.items = arena_array(r->arena, TomlValue, array.count);
		memcpy(array.items, r->stack + base, array.count * sizeof(TomlValue));
	}
	r->stacked = base;
	return array;
}

static bool read_array(TomlReader *r, unsigned depth, TomlValue *out)
{
	const char *const open = r->at;
	const size_t base = r->stacked;
	if (!bracket_open(r, depth))
		return false;
	for (;;) {
		TomlValue item;
		toml_skip_blank(r);
		if (toml_peek(r) == ']')
			break;
		if (r->at >= r->end)
			return not_closed(r, open, "a value or `]`");
		if (!toml_value(r, depth + 1, &item))
			return false;
		push_item(r, &item);
		toml_skip_blank(r);
		if (toml_peek(r) == ',')
			r->at++;
		else if (toml_peek(r) != ']')
			return not_closed(r, open, "`,` or `]`");
	}
	out->kind = TOML_ARRAY;
	out->array = pop_array(r, base);
	return bracket_closed(r);
}

static bool read_inline_table(TomlReader *r, unsigned depth, TomlValue *out)
{
	const char *const open = r->at;
	if (!bracket_open(r, depth))
		return false;
	TomlOpenTable *t = toml_table_new(r, toml_span(r, open, r->at), TOML_INLINE, depth);
	for (;;) {
		toml_skip_blank(r);
		if (toml_peek(r) == '}')
			break;
		if (r->at >= r->end)
			return not_closed(r, open, "a key or `}`");
		if (!toml_key_value(r, t))
			return false;
		toml_skip_blank(r);
		if (toml_peek(r) == ',')
			r->at++;
		else if (toml_peek(r) != '}')
			return not_closed(r, open, "`,` or `}`");
	}
	bracket_closed(r);
	t->table.at = toml_span(r, open, r->at);
	out->kind = TOML_TABLE;
	out->table = &t->table;
	return true;
}

/* A date may have a space before its time: `1979-05-27 07:32:00`. */
static Str take_scalar(TomlReader *r)
{
	const char *const from = r->at;
	const char *p = from;
	while (p < r->end && !toml_is(*p, TOML_SCALAR_END))
		p++;
	if (p - from == 10 && from[4] == '-' && r->end - p > 3 && *p == ' ' && p[3] == ':' &&
	    toml_is(p[1], TOML_DIGIT) && toml_is(p[2], TOML_DIGIT))
		for (p++; p < r->end && !toml_is(*p, TOML_SCALAR_END);)
			p++;
	r->at = p;
	return (Str){ from, (size_t)(p - from) };
}

static void refuse_scalar(TomlReader *r, Str token, const char *why)
{
	const char *const end = str_end(token);
	if (r->src->discreet) {
		toml_error(r, token.ptr, end, "this is not a value%s%s", why ? ": " : "",
		           why ? why : "");
		toml_help(r, "text is written in quotes");
		return;
	}
	if (why) {
		toml_error(r, token.ptr, end, "`" STR_FMT "` is not a valid value: %s",
		           STR_ARG(token), why);
		toml_help(r, "if it is text, put it in quotes: \"" STR_FMT "\"", STR_ARG(token));
		return;
	}
	toml_error(r, token.ptr, end, "`" STR_FMT "` is not a value", STR_ARG(token));
	if (token.len == 4 && !strncasecmp(token.ptr, "true", 4))
		toml_help(r, "write `true`");
	else if (token.len == 5 && !strncasecmp(token.ptr, "false", 5))
		toml_help(r, "write `false`");
	else if (token.ptr[0] == '.' || toml_is(token.ptr[0], TOML_DIGIT))
		toml_help(r, "numbers are written 1, 1_000, 0xff, 0.5 or 1e9; anything else needs "
		             "quotes");
	else
		toml_help(r, "text is written in quotes: \"" STR_FMT "\"", STR_ARG(token));
}

static bool read_bool(Str token, TomlValue *out)
{
	const bool yes = str_eq(token, STR("true"));
	if (!yes && !str_eq(token, STR("false")))
		return false;
	out->kind = TOML_BOOL;
	out->boolean = yes;
	return true;
}

static bool read_scalar(TomlReader *r, TomlValue *out)
{
	const Str token = take_scalar(r);
	const char *why = NULL;
	if (!token.len) {
		toml_unexpected(r, "a value");
		toml_help(r, "text stands in quotes, a list in `[ ]`, a table in `{ }`");
		return false;
	}
	const bool known = toml_looks_like_date(token)
	                           ? toml_datetime(r, token, out, &why)
	                           : read_bool(token, out) || toml_number(r, token, out, &why);
	if (!known)
		refuse_scalar(r, token, why);
	return true;
}

bool toml_value(TomlReader *r, unsigned depth, TomlValue *out)
{
	const char *const from = r->at;
	const char first = toml_peek(r);
	bool ok;
	*out = (TomlValue){ .kind = TOML_STRING, .text = STR("") };
	if (first == '"' || first == '\'')
		ok = toml_string(r, &out->text);
	else if (first == '[')
		ok = read_array(r, depth, out);
	else if (first == '{')
		ok = read_inline_table(r, depth, out);
	else
		ok = read_scalar(r, out);
	out->at = toml_span(r, from, r->at);
	return ok;
}

static void refuse_double(TomlReader *r, const TomlKey *key, const TomlEntry *first)
{
	const char *from = r->src->text.ptr + key->at.start;
	toml_error(r, from, from + key->at.len, "duplicate key `" STR_FMT "`", STR_ARG(key->text));
	toml_note(r, first->key_at, "`" STR_FMT "` is first defined here", STR_ARG(key->text));
	toml_help(r, "remove one of the two");
}

bool toml_key_value(TomlReader *r, TomlOpenTable *in)
{
	TomlKey key;
	TomlOpenTable *t = toml_key_path(r, in, TOML_BY_DOTTED, &key);
	if (!t)
		return false;
	if (toml_peek(r) != '=') {
		toml_unexpected(r, "`.` or `=` after the key");
		toml_help(r, toml_peek(r) == ':' ? "a key and its value are separated by `=`"
		                                 : "write `key = value`, or `[name]` for a header");
		return false;
	}
	r->at++;
	toml_skip_space(r);
	bool added;
	TomlEntry *e = toml_table_slot(r, t, &key, &added);
	if (!added)
		refuse_double(r, &key, e);
	TomlValue value;
	const bool ok = toml_value(r, t->depth + 1, &value);
	if (added)
		e->value = value; /* values add to other tables: `e` is still valid */
	return ok;
}
