// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/options.h"

typedef struct Found {
	const Option *option;
	void *field;
} Found;

/* Where the parser stands. */
typedef struct Cursor {
	const OptionParser *p;
	const char *const *arg;
} Cursor;

void text_list_add(Arena *a, TextList *list, const char *item)
{
	/* Room doubles at powers of two; the ending NULL needs one more. */
	if ((list->count & (list->count + 1)) == 0) {
		const char **larger = arena_array(a, const char *, (list->count + 1) * 2);
		if (list->count)
			memcpy(larger, list->items, list->count * sizeof(*larger));
		list->items = larger;
	}
	list->items[list->count++] = item;
	list->items[list->count] = NULL;
}

static bool option_is(const Option *o, Str name, char letter)
{
	if (letter)
		return o->letter == letter;
	return o->name && str_eq(str_from(o->name), name);
}

/* By name, or by letter if that is not 0; option NULL: there is none. */
static Found find(const OptionParser *p, Str name, char letter)
{
	for (size_t i = 0; i < p->part_count; i++)
		for (const OptionSet *set = p->parts[i].sets; set && set->options; set++)
			for (const Option *o = set->options; o->kind != OPT_END; o++)
				if (option_is(o, name, letter))
					return (Found){ o, (char *)p->parts[i].into + set->offset +
						                   o->offset };
	return (Found){ 0 };
}

static const char *nearest(const OptionParser *p, Str name)
{
	const char *best = NULL;
	size_t limit = name.len / 3 + 1;
	for (size_t i = 0; i < p->part_count; i++)
		for (const OptionSet *set = p->parts[i].sets; set && set->options; set++)
			for (const Option *o = set->options; o->kind != OPT_END; o++) {
				if (!o->name || !o->help)
					continue;
				const size_t far = str_distance(name, str_from(o->name), limit);
				if (far <= limit && far < name.len) {
					best = o->name;
					limit = far ? far - 1 : 0;
				}
			}
	return best;
}

static bool unknown(const OptionParser *p, Str name)
{
	diag_error(p->diag, NO_SPAN, "unknown option `--" STR_FMT "`", STR_ARG(name));
	const char *meant = nearest(p, name);
	if (meant)
		diag_help(p->diag, "did you mean `--%s`?", meant);
	return false;
}

/* "--name" or "-n", as messages show it. */
static const char *shown(const OptionParser *p, const Option *o)
{
	return (o->name ? arena_printf(p->arena, "--%s", o->name)
	                : arena_printf(p->arena, "-%c", o->letter))
	        .ptr;
}

static bool bad_choice(const OptionParser *p, const Option *o, const char *value)
{
	diag_error(p->diag, NO_SPAN, "invalid value `%s` for `%s <%s>`", value, shown(p, o),
	           o->value);
	Str list = { 0 };
	for (const char *const *c = o->choices; *c; c++)
		list = arena_printf(p->arena, STR_FMT "%s%s", STR_ARG(list), list.len ? ", " : "",
		                    *c);
	diag_help(p->diag, "possible values: " STR_FMT, STR_ARG(list));
	return false;
}

static bool is_choice(const Option *o, const char *value)
{
	for (const char *const *c = o->choices; *c; c++)
		if (strcmp(*c, value) == 0)
			return true;
	return false;
}

static bool set_value(const OptionParser *p, Found f, const char *value)
{
	if (f.option->choices && !is_choice(f.option, value))
		return bad_choice(p, f.option, value);
	if (f.option->kind == OPT_LIST) {
		text_list_add(p->arena, f.field, value);
		return true;
	}
	const char **text = f.field;
	if (*text) {
		diag_error(p->diag, NO_SPAN, "option `%s <%s>` was given more than once",
		           shown(p, f.option), f.option->value);
		return diag_help(p->diag, "leave all but one out");
	}
	*text = value;
	return true;
}

static void set_flag(Found f)
{
	if (f.option->kind == OPT_COUNT)
		++*(unsigned *)f.field;
	else
		*(bool *)f.field = true;
}

/* `attached`: the value that stands in the same argument, or NULL. */
static bool take_value(Cursor *c, Found f, const char *attached)
{
	if (attached || f.option->kind == OPT_MAYBE)
		return set_value(c->p, f, attached ? attached : "");
	const char *next = c->arg[1];
	if (!next || (next[0] == '-' && next[1])) {
		diag_error(c->p->diag, NO_SPAN, "option `%s <%s>` needs a value",
		           shown(c->p, f.option), f.option->value);
		return diag_help(c->p->diag, "write `%s=%s`", shown(c->p, f.option),
		                 f.option->value);
	}
	c->arg++;
	return set_value(c->p, f, next);
}

static bool take_long(Cursor *c, const char *text)
{
	const char *equals = strchr(text, '=');
	const Str name = { text, equals ? (size_t)(equals - text) : strlen(text) };
	const Found f = find(c->p, name, 0);
	if (!f.option)
		return unknown(c->p, name);
	if (f.option->value)
		return take_value(c, f, equals ? equals + 1 : NULL);
	if (equals) {
		diag_error(c->p->diag, NO_SPAN, "option `--" STR_FMT "` takes no value",
		           STR_ARG(name));
		return diag_help(c->p->diag, "write `--" STR_FMT "` alone", STR_ARG(name));
	}
	set_flag(f);
	return true;
}

/* A cluster of flags, the last of which may have a value. */
static bool take_letters(Cursor *c, const char *text)
{
	for (; *text; text++) {
		const Found f = find(c->p, (Str){ 0 }, *text);
		if (!f.option) {
			diag_error(c->p->diag, NO_SPAN, "unknown option `-%c`", *text);
			return diag_help(c->p->diag, "`l4cargo help COMMAND` lists the options");
		}
		if (f.option->value) {
			const char *rest = text[1] == '=' ? text + 2 : text + 1;
			return take_value(c, f, text[1] ? rest : NULL);
		}
		set_flag(f);
	}
	return true;
}

ptrdiff_t options_parse(const OptionParser *p, const char *const *args, TextList *operands)
{
	Cursor c = { p, args };
	bool only_operands = false;
	for (; *c.arg; c.arg++) {
		const char *text = *c.arg;
		if (only_operands || text[0] != '-' || !text[1]) {
			if (p->operand_ends)
				break;
			text_list_add(p->arena, operands, text);
		} else if (strcmp(text, "--") == 0) {
			only_operands = true;
		} else if (!(text[1] == '-' ? take_long(&c, text + 2)
		                            : take_letters(&c, text + 1))) {
			return -1;
		}
	}
	return c.arg - args;
}
