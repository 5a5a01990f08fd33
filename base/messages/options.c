// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/messages/options.h"

#include "base/core/vec.h"

typedef struct FoundOption {
	const Option *option;
	void *field;
} FoundOption;

/* The position of the parser. */
typedef struct OptionCursor {
	const OptionParser *p;
	const char *const *arg;
	VEC(const void *) filled; /* the fields that were set so far */
} OptionCursor;

void text_list_add(Arena *a, TextList *list, const char *item)
{
	/* The room doubles at powers of two, and includes the NULL at the end. */
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

/* Finds an option by its name, or by its letter if that is not 0. `option` is NULL if there is
 * none. */
static FoundOption find_option(const OptionParser *p, Str name, char letter)
{
	for (size_t i = 0; i < p->part_count; i++)
		for (const OptionSet *set = p->parts[i].sets; set && set->options; set++)
			for (const Option *o = set->options; o->kind != OPT_END; o++)
				if (option_is(o, name, letter))
					return (FoundOption){ o, (char *)p->parts[i].into +
						                         set->offset + o->offset };
	return (FoundOption){ 0 };
}

/* clap, which cargo uses, requires 70 %. But then `--git` would be similar to `--registry`. */
enum { SIMILAR = 80 };

static const char *similar_name(const OptionParser *p, Str name)
{
	const char *best = NULL;
	unsigned most = SIMILAR;
	for (size_t i = 0; i < p->part_count; i++)
		for (const OptionSet *set = p->parts[i].sets; set && set->options; set++)
			for (const Option *o = set->options; o->kind != OPT_END; o++) {
				if (!o->name || !o->help)
					continue;
				const unsigned alike = str_similarity(name, str_from(o->name));
				if (alike > most) {
					best = o->name;
					most = alike;
				}
			}
	return best;
}

static bool unknown_name(const OptionParser *p, Str name)
{
	diag_error(p->diag, NO_SPAN, "unknown option `--" STR_FMT "`", STR_ARG(name));
	const char *meant = similar_name(p, name);
	if (meant)
		diag_help(p->diag, "an option with a similar name exists: `--%s`", meant);
	return false;
}

/* "--name" or "-n", for messages. */
static const char *shown_option(const OptionParser *p, const Option *o)
{
	return (o->name ? arena_printf(p->arena, "--%s", o->name)
	                : arena_printf(p->arena, "-%c", o->letter))
	        .ptr;
}

const char *choice_similar(const char *const *choices, Str value)
{
	const char *best = NULL;
	unsigned most = SIMILAR;
	for (const char *const *c = choices; *c; c++) {
		const unsigned alike = str_similarity(value, str_from(*c));
		if (alike > most) {
			best = *c;
			most = alike;
		}
	}
	return best;
}

static bool bad_choice(const OptionParser *p, const Option *o, const char *value)
{
	diag_error(p->diag, NO_SPAN, "invalid value `%s` for `%s <%s>`", value, shown_option(p, o),
	           o->value);
	Str list = { 0 };
	for (const char *const *c = o->choices; *c; c++)
		list = arena_printf(p->arena, STR_FMT "%s%s", STR_ARG(list), list.len ? ", " : "",
		                    *c);
	diag_help(p->diag, "possible values: " STR_FMT, STR_ARG(list));
	const char *meant = choice_similar(o->choices, str_from(value));
	if (meant)
		diag_help(p->diag, "a similar value exists: `%s`", meant);
	return false;
}

static bool is_choice(const Option *o, const char *value)
{
	for (const char *const *c = o->choices; *c; c++)
		if (strcmp(*c, value) == 0)
			return true;
	return false;
}

static bool is_path(const Option *o)
{
	static const char *const words[] = { "DIR", "FILE", "LOCK", "PATH", "TOML" };
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strcmp(o->value, words[i]) == 0)
			return true;
	return false;
}

static bool value_missing(const OptionParser *p, const Option *o)
{
	diag_error(p->diag, NO_SPAN, "option `%s <%s>` needs a value", shown_option(p, o),
	           o->value);
	return diag_help(p->diag, "write `%s%s%s`", shown_option(p, o), o->name ? "=" : " ",
	                 o->value);
}

static bool given_twice(const OptionParser *p, const Option *o)
{
	diag_error(p->diag, NO_SPAN, "option `%s%s%s%s` was given more than once",
	           shown_option(p, o), o->value ? " <" : "", o->value ? o->value : "",
	           o->value ? ">" : "");
	return diag_help(p->diag, "give it only once");
}

/* Records that the field is set. Returns false if it was set before. */
static bool fill_first(OptionCursor *c, FoundOption f)
{
	for (size_t i = 0; i < c->filled.count; i++)
		if (c->filled.items[i] == f.field)
			return given_twice(c->p, f.option);
	*vec_push(c->p->arena, &c->filled, const void *) = f.field;
	return true;
}

/* Cargo accepts `default` and every 32-bit number but 0. */
static bool check_jobs(const OptionParser *p, const char *value)
{
	const bool negative = value[0] == '-';
	const Str digits = str_from(value + (negative || value[0] == '+'));
	uint64_t n;
	if (strcmp(value, "default") == 0)
		return true;
	if (!str_to_u64(digits, &n) || n > (negative ? 1u + INT32_MAX : INT32_MAX)) {
		diag_error(p->diag, NO_SPAN,
		           "could not parse `%s`. Number of parallel jobs should be `default` or "
		           "a number.",
		           value);
		return diag_help(p->diag, "leave --jobs out, and use `make -j`");
	}
	if (n)
		return true;
	diag_error(p->diag, NO_SPAN, "jobs may not be 0");
	return diag_help(p->diag, "leave --jobs out, and use `make -j`");
}

static bool check_value(const OptionParser *p, const Option *o, const char *value)
{
	if (o->choices && !is_choice(o, value))
		return bad_choice(p, o, value);
	if (o->kind == OPT_JOBS)
		return check_jobs(p, value);
	if (is_path(o))
		return *value || value_missing(p, o);
	const Str text = str_from(value);
	if (str_utf8_prefix(text) == text.len)
		return true;
	diag_error(p->diag, NO_SPAN, "the value of `%s <%s>` is not UTF-8", shown_option(p, o),
	           o->value);
	return diag_help(p->diag, "only paths may contain other bytes");
}

static bool set_value(OptionCursor *c, FoundOption f, const char *value)
{
	if (!check_value(c->p, f.option, value))
		return false;
	if (f.option->kind == OPT_LIST) {
		text_list_add(c->p->arena, f.field, value);
		return true;
	}
	*(const char **)f.field = value;
	return fill_first(c, f);
}

static bool set_flag(OptionCursor *c, FoundOption f)
{
	if (f.option->kind == OPT_COUNT) {
		++*(unsigned *)f.field;
		return true;
	}
	*(bool *)f.field = true;
	return fill_first(c, f);
}

/* `-4` is a number of jobs, as in cargo. */
static bool may_be_value(const Option *o, const char *next)
{
	return next &&
	       (next[0] != '-' || !next[1] || (o->kind == OPT_JOBS && char_is_digit(next[1])));
}

/* `attached` is the value within the same argument, or NULL. */
static bool take_value(OptionCursor *c, FoundOption f, const char *attached)
{
	if (attached)
		return set_value(c, f, attached);
	if (f.option->kind == OPT_MAYBE) {
		*(const char **)f.field = "";
		return fill_first(c, f);
	}
	if (!may_be_value(f.option, c->arg[1]))
		return value_missing(c->p, f.option);
	c->arg++;
	return set_value(c, f, *c->arg);
}

static bool take_long(OptionCursor *c, const char *text)
{
	const char *equals = strchr(text, '=');
	const Str name = { text, equals ? (size_t)(equals - text) : strlen(text) };
	const FoundOption f = find_option(c->p, name, 0);
	if (!f.option)
		return unknown_name(c->p, name);
	if (f.option->value)
		return take_value(c, f, equals ? equals + 1 : NULL);
	if (equals) {
		diag_error(c->p->diag, NO_SPAN, "option `--" STR_FMT "` takes no value",
		           STR_ARG(name));
		return diag_help(c->p->diag, "write `--" STR_FMT "` alone", STR_ARG(name));
	}
	return set_flag(c, f);
}

/* The first character of `text`, with all its bytes. */
static Str first_letter(const char *text)
{
	size_t end = 1;
	while ((text[end] & 0xc0) == 0x80)
		end++;
	return (Str){ text, end };
}

/* Parses clustered flags, the last of which may have a value. */
static bool take_letters(OptionCursor *c, const char *text)
{
	for (; *text; text++) {
		const FoundOption f = find_option(c->p, (Str){ 0 }, *text);
		if (!f.option) {
			diag_error(c->p->diag, NO_SPAN, "unknown option `-" STR_FMT "`",
			           STR_ARG(first_letter(text)));
			return false;
		}
		if (f.option->value) {
			const char *rest = text[1] == '=' ? text + 2 : text + 1;
			return take_value(c, f, text[1] ? rest : NULL);
		}
		if (!set_flag(c, f))
			return false;
	}
	return true;
}

ptrdiff_t options_parse(const OptionParser *p, const char *const *args, TextList *operands)
{
	OptionCursor c = { .p = p, .arg = args };
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
