// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/command.h"

#include "base/core/vec.h"

typedef struct Style {
	const char *heading, *literal, *off;
} Style;

/* What cargo's own help looks like. */
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

static void print_set(const Session *s, const OptionSet *set, Style st)
{
	scoped_arena scratch = { 0 };
	StrVec cells = { 0 };
	for (const Option *o = set->options; o->kind != OPT_END; o++) {
		if (!o->help)
			continue;
		*vec_push(&scratch, &cells, Str) = option_cell(&scratch, o, st);
		*vec_push(&scratch, &cells, Str) = help_cell(&scratch, o);
	}
	fprintf(s->out, "\n%s%s:%s\n", st.heading, set->heading, st.off);
	const Table t = { cells.items, cells.count / 2, 2, 2, 2 };
	table_print(s->out, &t);
}

static void print_sets(const Session *s, const OptionSet *sets, Style st)
{
	for (; sets && sets->options; sets++)
		print_set(s, sets, st);
}

void help_print_command(const Session *s, const Command *c)
{
	const Style st = style_of(s);
	fprintf(s->out, "%s\n\n%sUsage:%s %sl4cargo %s%s [OPTIONS]%s%s\n", c->summary, st.heading,
	        st.off, st.literal, c->name, st.off, c->operands ? " " : "",
	        c->operands ? c->operands : "");
	if (c->details)
		fprintf(s->out, "\n%s\n", c->details);
	print_sets(s, c->sets, st);
	print_sets(s, common_option_sets, st);
}

/* Of ours; those of cargo count as for cargo. */
static void print_environment(const Session *s, Style st)
{
	static const char *const all[] = {
		"XDG_CACHE_HOME",
		"where the cache is, in a folder `l4cargo` [default: ~/.cache]",
		"L4CARGO_CACHE_LAYERS",
		"caches to read before the network is used, separated by colons",
	};
	scoped_arena scratch = { 0 };
	StrVec cells = { 0 };
	for (size_t i = 0; i < COUNT_OF(all); i++)
		*vec_push(&scratch, &cells, Str) =
			i % 2 ? str_from(all[i])
			      : arena_printf(&scratch, "%s%s%s", st.literal, all[i], st.off);
	fprintf(s->out, "\n%sEnvironment:%s\n", st.heading, st.off);
	const Table t = { cells.items, cells.count / 2, 2, 2, 2 };
	table_print(s->out, &t);
}

void help_print(const Session *s)
{
	const Style st = style_of(s);
	scoped_arena scratch = { 0 };
	StrVec cells = { 0 };
	for (const Command *const *c = commands; *c; c++) {
		*vec_push(&scratch, &cells, Str) =
			arena_printf(&scratch, "%s%s%s", st.literal, (*c)->name, st.off);
		*vec_push(&scratch, &cells, Str) = str_from((*c)->summary);
	}
	fprintf(s->out,
	        "Turns crates and cargo projects into packages that L4Re's make builds\n\n"
	        "%sUsage:%s %sl4cargo%s [OPTIONS] [COMMAND]\n\n%sCommands:%s\n",
	        st.heading, st.off, st.literal, st.off, st.heading, st.off);
	const Table t = { cells.items, cells.count / 2, 2, 2, 2 };
	table_print(s->out, &t);
	print_sets(s, common_option_sets, st);
	print_environment(s, st);
	fputs("\nSee `l4cargo help <command>` for more about one of them.\n", s->out);
}

static int run(Session *s, const void *options, const TextList *operands)
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
	.summary = "print help, of one command or of all",
	.operands = "[COMMAND]",
	.operands_max = 1,
	.run = run,
};
