// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/arch.h"

#include "base/core/map.h"

/*
 * Texts that bid.c, makefile.c and flat.c wrote for one architecture each, as one text. Their shape
 * is known: a line is an assignment, or stands in all of them; rules follow the include.
 */

typedef struct Shared { /* a line, word or rule, and for which architectures it is there */
	Str text;
	uint32_t arches; /* bit by reading */
} Shared;

typedef struct SharedList {
	VEC(Shared) list;
	Map index; /* of texts */
	Arena *arena;
} SharedList;

static void shared_init(SharedList *s, Arena *a)
{
	*s = (SharedList){ .arena = a };
	map_init(&s->index, a, 64);
}

static void shared_add(SharedList *s, Str text, size_t reading)
{
	const uint32_t at = map_put(&s->index, text, (uint32_t)s->list.count);
	if (at == s->list.count)
		*vec_push(s->arena, &s->list, Shared) = (Shared){ text, 0 };
	s->list.items[at].arches |= UINT32_C(1) << reading;
}

static uint32_t all_arches(const BidTexts *t)
{
	return (UINT32_C(1) << t->count) - 1;
}

static void put_line(MakeText *out, Str line)
{
	make_put_lines(out, line);
	make_put(out, LIT("\n"));
}

/* --- Control ------------------------------------------------------------------------------------
 */

/* The words behind `name`, at the start of a line. */
static void add_words(const BidTexts *t, Str field, SharedList *out)
{
	for (size_t r = 0; r < t->count; r++) {
		Str rest = t->texts[r], line, words, word;
		while (rest.len && str_next(&rest, '\n', &line)) {
			if (!str_starts_with(line, field))
				continue;
			words = str_trim(str_sub(line, field.len, line.len));
			while (words.len && str_next(&words, ' ', &word))
				shared_add(out, word, r);
		}
	}
}

static void put_words(const SharedList *words, uint32_t arches, MakeText *out)
{
	for (size_t i = 0; i < words->list.count; i++)
		if (words->list.items[i].arches == arches)
			make_put(out, LIT(" "), NAME(words->list.items[i].text));
	make_put(out, LIT("\n"));
}

static void put_condition(const BidTexts *t, uint32_t arches, MakeText *out)
{
	bool any = false;
	make_put(out, LIT("requires["));
	for (size_t r = 0; r < t->count; r++) {
		const Str one = t->readings[r].arch->condition;
		if (!(arches >> r & 1))
			continue;
		if (any)
			make_put(out, LIT(" || "));
		make_put_lines(out, one);
		any = true;
	}
	make_put(out, LIT("]:"));
}

static Str first_text(const BidTexts *t)
{
	for (size_t r = 0; r < t->count; r++)
		if (t->texts[r].ptr)
			return t->texts[r];
	return STR("");
}

void bid_merge_control(const BidTexts *t, MakeText *out)
{
	SharedList provides, requires;
	Str rest = first_text(t), line;
	shared_init(&provides, t->arena);
	shared_init(&requires, t->arena);
	add_words(t, STR("provides:"), &provides);
	add_words(t, STR("requires:"), &requires);
	str_next(&rest, '\n', &line);
	make_put_lines(out, line);
	make_put(out, LIT("\nprovides:"));
	for (size_t i = 0; i < provides.list.count; i++) /* BID knows no conditions there */
		make_put(out, LIT(" "), NAME(provides.list.items[i].text));
	make_put(out, LIT("\nrequires:"));
	put_words(&requires, all_arches(t), out);
	Map seen;
	map_init(&seen, t->arena, 8);
	for (size_t i = 0; i < requires.list.count; i++) {
		const uint32_t arches = requires.list.items[i].arches;
		const Str key = arena_printf(t->arena, "%u", arches);
		if (arches == all_arches(t) || map_get(&seen, key) != MAP_NONE)
			continue;
		map_put(&seen, key, 1);
		put_condition(t, arches, out);
		put_words(&requires, arches, out);
	}
	while (rest.len && str_next(&rest, '\n', &line))
		if (str_starts_with(line, STR("maintainer:")))
			put_line(out, line);
}

/* --- assignments --------------------------------------------------------------------------------
 */

static bool is_name(Str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!(s.ptr[i] == '_' || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') ||
		      (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || (s.ptr[i] >= '0' && s.ptr[i] <= '9')))
			return false;
	return s.len > 0;
}

/* `NAME = value`; other lines are their own name. */
static Str name_of(Str line)
{
	const ptrdiff_t sign = str_find(line, '=');
	const Str name = sign < 0 ? line : str_trim(str_sub(line, 0, (size_t)sign));
	return is_name(name) ? name : line;
}

typedef struct NamedLines { /* of one text, by name */
	Map by_name;
	StrVec list;
} NamedLines;

typedef struct MergedPage {
	const BidTexts *t;
	NamedLines lines[BID_ARCHES_MAX];
	StrVec order; /* names of all */
	Map place;    /* of a name: whether it is in `order` */
} MergedPage;

/* Blank lines have no name of their own: that of what follows. */
static Str key_of(Arena *a, Str line, size_t blanks)
{
	return line.len ? name_of(line) : arena_printf(a, "\n%zu", blanks);
}

static void read_lines(MergedPage *p, size_t r)
{
	Arena *a = p->t->arena;
	Str rest = p->t->texts[r], line;
	NamedLines *l = &p->lines[r];
	size_t blanks = 0;
	map_init(&l->by_name, a, 64);
	while (rest.len && str_next(&rest, '\n', &line)) {
		const Str key = key_of(a, line, blanks);
		blanks += !line.len;
		map_set(&l->by_name, key, (uint32_t)l->list.count);
		*vec_push(a, &l->list, Str) = line;
	}
}

/* A name that earlier texts have not goes behind the one before it here. */
static void add_order(MergedPage *p, size_t r)
{
	Arena *a = p->t->arena;
	size_t at = 0, blanks = 0;
	for (size_t i = 0; i < p->lines[r].list.count; i++) {
		const Str line = p->lines[r].list.items[i];
		const Str key = key_of(a, line, blanks);
		blanks += !line.len;
		size_t k = 0;
		while (k < p->order.count && !str_eq(p->order.items[k], key))
			k++;
		if (k < p->order.count) {
			at = k + 1;
			continue;
		}
		vec_push(a, &p->order, Str);
		memmove(p->order.items + at + 1, p->order.items + at,
		        (p->order.count - 1 - at) * sizeof(Str));
		p->order.items[at++] = key;
	}
}

static const Str *line_of(const MergedPage *p, size_t r, Str name)
{
	const uint32_t at = p->t->texts[r].ptr ? map_get(&p->lines[r].by_name, name) : MAP_NONE;
	return at == MAP_NONE ? NULL : &p->lines[r].list.items[at];
}

/* The line that all texts have for the name; NULL: they differ. */
static const Str *common_line(const MergedPage *p, Str name)
{
	const Str *first = NULL;
	for (size_t r = 0; r < p->t->count; r++) {
		const Str *line = line_of(p, r, name);
		if (!p->t->texts[r].ptr)
			continue;
		if (!line || (first && !str_eq(*first, *line)))
			return NULL;
		first = line;
	}
	return first;
}

static Str value_of(Str line)
{
	const ptrdiff_t sign = str_find(line, '=');
	return str_sub(line, (size_t)sign + 1, line.len);
}

static bool put_by_arch(const MergedPage *p, Str name, MakeText *out)
{
	if (!is_name(name))
		return false;
	put_line(out, arena_printf(p->t->arena, "%-13.*s = $(" STR_FMT "_$(RS_ARCH))",
	                           STR_ARG(name), STR_ARG(name)));
	for (size_t r = 0; r < p->t->count; r++) {
		const Str *line = line_of(p, r, name);
		const Str arch = p->t->readings[r].arch->name;
		const Str one = arena_printf(p->t->arena, STR_FMT "_" STR_FMT, STR_ARG(name),
		                             STR_ARG(arch));
		if (p->t->texts[r].ptr)
			put_line(out, arena_printf(p->t->arena, "%-13.*s =" STR_FMT, STR_ARG(one),
			                           STR_ARG(line ? value_of(*line) : STR(""))));
	}
	return true;
}

bool bid_merge_makefile(const BidTexts *t, MakeText *out)
{
	MergedPage *p = arena_new(t->arena, MergedPage);
	p->t = t;
	for (size_t r = 0; r < t->count; r++) {
		if (!t->texts[r].ptr)
			continue;
		read_lines(p, r);
		add_order(p, r);
	}
	for (size_t i = 0; i < p->order.count; i++) {
		const Str *line = common_line(p, p->order.items[i]);
		if (line)
			put_line(out, *line);
		else if (!put_by_arch(p, p->order.items[i], out))
			return false;
	}
	return true;
}

/* --- rules --------------------------------------------------------------------------------------
 */

static size_t end_of_head(Str text)
{
	Str rest = text, line;
	while (rest.len && str_next(&rest, '\n', &line))
		if (str_starts_with(line, STR("include ")))
			break;
	return text.len - rest.len;
}

/* A line and the lines of its recipe. */
static bool next_rule(Str *rest, Str *rule)
{
	Str line;
	while (rest->len && rest->ptr[0] == '\n')
		*rest = str_sub(*rest, 1, rest->len);
	const Str from = *rest;
	if (!rest->len)
		return false;
	do
		str_next(rest, '\n', &line);
	while (rest->len && rest->ptr[0] == '\t');
	*rule = str_sub(from, 0, from.len - rest->len);
	return true;
}

static void put_phony(const SharedList *goals, MakeText *out)
{
	make_put(out, LIT("\n.PHONY:"));
	for (size_t i = 0; i < goals->list.count; i++)
		make_put(out, LIT(" "), NAME(goals->list.items[i].text));
	make_put(out, LIT("\n"));
}

static void put_rules(const BidTexts *t, const SharedList *rules, MakeText *out)
{
	make_put(out, LIT("\n"));
	for (size_t i = 0; i < rules->list.count; i++)
		if (rules->list.items[i].arches == all_arches(t))
			make_put_lines(out, rules->list.items[i].text);
	for (size_t r = 0; r < t->count; r++) {
		make_put(out, LIT("\nifeq ($(RS_ARCH),"), NAME(t->readings[r].arch->name),
		         LIT(")\n"));
		for (size_t i = 0; i < rules->list.count; i++)
			if (rules->list.items[i].arches != all_arches(t) &&
			    rules->list.items[i].arches >> r & 1)
				make_put_lines(out, rules->list.items[i].text);
		make_put(out, LIT("endif\n"));
	}
}

/* Goals of other architectures are known, and nothing is to be done for them. */
bool bid_merge_flat(const BidTexts *t, MakeText *out)
{
	SharedList rules, goals;
	Str heads[BID_ARCHES_MAX], rest, rule, word;
	shared_init(&rules, t->arena);
	shared_init(&goals, t->arena);
	for (size_t r = 0; r < t->count; r++) {
		const size_t head = end_of_head(t->texts[r]);
		heads[r] = str_sub(t->texts[r], 0, head);
		rest = str_sub(t->texts[r], head, t->texts[r].len);
		while (next_rule(&rest, &rule)) {
			if (!str_starts_with(rule, STR(".PHONY:"))) {
				shared_add(&rules, rule, r);
				continue;
			}
			rule = str_trim(str_sub(rule, 7, rule.len));
			while (rule.len && str_next(&rule, ' ', &word))
				shared_add(&goals, word, r);
		}
	}
	const BidTexts top = { t->readings, heads, t->count, t->arena };
	if (!bid_merge_makefile(&top, out))
		return false;
	put_phony(&goals, out);
	put_rules(t, &rules, out);
	return true;
}
