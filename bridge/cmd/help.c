// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/command.h"

#include "base/core/vec.h"
#include "base/messages/wrap.h"

typedef struct Style {
	const char *heading, *literal, *off;
} Style;

/* Returns the style of cargo's own help. */
static Style style_of(const Session *s)
{
	ColourChoice choice = COLOUR_AUTO;
	if (s->common.color && strcmp(s->common.color, "auto") != 0)
		choice = strcmp(s->common.color, "always") == 0 ? COLOUR_ALWAYS : COLOUR_NEVER;
	if (term_colour(choice, stdout, s->env))
		return (Style){ "\033[1m\033[92m", "\033[1m\033[96m", "\033[0m" };
	return (Style){ "", "", "" };
}

static Str option_cell(Arena *a, const Option *o, Style st)
{
	Str text =
		o->letter ? arena_printf(a, "%s-%c%s", st.literal, o->letter, st.off) : STR("  ");
	if (o->name)
		text = arena_printf(a, STR_FMT "%s %s--%s%s", STR_ARG(text), o->letter ? "," : " ",
		                    st.literal, o->name, st.off);
	if (o->value)
		text = arena_printf(a, o->kind == OPT_MAYBE ? STR_FMT "[=<%s>]" : STR_FMT " <%s>",
		                    STR_ARG(text), o->value);
	return text;
}

static Str help_cell(Arena *a, const Option *o)
{
	if (!o->choices)
		return str_from(o->help);
	Str text = arena_printf(a, "%s [possible values: ", o->help);
	for (const char *const *c = o->choices; *c; c++)
		text = arena_printf(a, STR_FMT "%s%s", STR_ARG(text), *c, c[1] ? ", " : "]");
	return text;
}

typedef VEC(WrapRow) RowVec;

/* A page that is made for a width and then printed. page_print frees it. */
typedef struct HelpPage {
	Buf text;
	size_t width;
	Style style;
	Arena arena;
} HelpPage;

static HelpPage page_open(const Session *s)
{
	return (HelpPage){ .width = wrap_width(stdout, s->env), .style = style_of(s) };
}

static void page_print(HelpPage *p, const Session *s)
{
	fprintf(s->out, STR_FMT, STR_ARG(buf_str(&p->text)));
	buf_free(&p->text);
	arena_free(&p->arena);
}

static void add_paragraph(HelpPage *p, const char *text)
{
	wrap_text(&p->text, str_from(text), (WrapShape){ .width = p->width });
	buf_char(&p->text, '\n');
}

static void add_usage(HelpPage *p, const char *command, const char *operands)
{
	enum { HANGING = 7 }; /* the width of "Usage: " */
	const Style st = p->style;
	const Str line = arena_printf(&p->arena, "%sUsage:%s %sl4cargo%s%s%s [OPTIONS]%s%s",
	                              st.heading, st.off, st.literal, *command ? " " : "", command,
	                              st.off, *operands ? " " : "", operands);
	buf_char(&p->text, '\n');
	wrap_text(&p->text, line, (WrapShape){ .width = p->width, .indent = HANGING });
	buf_char(&p->text, '\n');
}

static void add_row(HelpPage *p, RowVec *rows, const char *term, const char *meaning)
{
	*vec_push(&p->arena, rows, WrapRow) =
		(WrapRow){ arena_printf(&p->arena, "%s%s%s", p->style.literal, term, p->style.off),
		           str_from(meaning) };
}

static void add_rows(HelpPage *p, const char *heading, const RowVec *rows)
{
	buf_printf(&p->text, "\n%s%s:%s\n", p->style.heading, heading, p->style.off);
	wrap_rows(&p->text, rows->items, rows->count, p->width);
}

static void add_sets(HelpPage *p, const OptionSet *sets)
{
	for (const OptionSet *set = sets; set && set->options; set++) {
		RowVec rows = { 0 };
		for (const Option *o = set->options; o->kind != OPT_END; o++)
			if (o->help)
				*vec_push(&p->arena, &rows, WrapRow) =
					(WrapRow){ option_cell(&p->arena, o, p->style),
					           help_cell(&p->arena, o) };
		add_rows(p, set->heading, &rows);
	}
}

void help_print_command(const Session *s, const Command *c)
{
	HelpPage p = page_open(s);
	add_paragraph(&p, c->summary);
	add_usage(&p, c->name, c->operands ? c->operands : "");
	if (c->details) {
		buf_char(&p.text, '\n');
		add_paragraph(&p, c->details);
	}
	add_sets(&p, c->sets);
	add_sets(&p, common_option_sets);
	page_print(&p, s);
}

/* Adds our own variables. Those of cargo mean the same as in cargo. */
static void add_environment(HelpPage *p)
{
	RowVec rows = { 0 };
	add_row(p, &rows, "XDG_CACHE_HOME",
	        "parent of the folder `l4cargo`, which is the cache [default: ~/.cache]");
	add_row(p, &rows, "L4CARGO_CACHE_LAYERS",
	        "caches to read before using the network, separated by colons");
	add_rows(p, "Environment", &rows);
}

void help_print(const Session *s)
{
	HelpPage p = page_open(s);
	add_paragraph(&p, "Turns crates and cargo projects into packages that L4Re's make builds");
	add_usage(&p, "", "[COMMAND]");
	RowVec rows = { 0 };
	for (const Command *const *c = commands; *c; c++)
		add_row(&p, &rows, (*c)->name, (*c)->summary);
	add_rows(&p, "Commands", &rows);
	add_sets(&p, common_option_sets);
	add_environment(&p);
	buf_char(&p.text, '\n');
	add_paragraph(&p, "See `l4cargo help <command>` for details of a command.");
	page_print(&p, s);
}

static int run_help(Session *s, const void *options, const TextList *operands)
{
	(void)options;
	if (operands->count == 0) {
		help_print(s);
		return STATUS_DONE;
	}
	const Command *c = command_find(operands->items[0]);
	if (c) {
		help_print_command(s, c);
		return STATUS_DONE;
	}
	return command_unknown(s, operands->items[0]);
}

const Command cmd_help = {
	.name = "help",
	.summary = "print this list of commands, or the help of one command",
	.operands = "[COMMAND]",
	.operands_max = 1,
	.run = run_help,
};
