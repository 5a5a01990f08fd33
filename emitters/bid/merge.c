// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/arch.h"

#include "base/core/map.h"

/*
 * Merges files that were written for one architecture each, entry by entry (page.h). Entries that
 * all of them have appear once.
 */

static Str entry_text(const BidFile *f, size_t i)
{
	const BidEntries *e = &f->entries;
	const size_t end = i + 1 < e->count ? e->items[i + 1].from : f->text.len;
	return str_sub(f->text, e->items[i].from, end);
}

typedef struct Shared { /* a word or rule, and the architectures that have it */
	Str text;
	uint32_t arches; /* bits by reading */
} Shared;

typedef struct SharedList {
	VEC(Shared) list;
	Map index; /* by text */
} SharedList;

/* Collects all entries of that kind and name, in the order of their first appearance. */
static SharedList share_entries(const BidVersions *v, BidEntryKind kind, const char *name)
{
	SharedList s = { 0 };
	map_init(&s.index, v->arena, 64);
	for (size_t r = 0; r < v->count; r++)
		for (size_t i = 0; v->files[r] && i < v->files[r]->entries.count; i++) {
			const BidEntry *e = &v->files[r]->entries.items[i];
			if (e->kind != kind || strcmp(e->name, name) != 0)
				continue;
			const Str text = entry_text(v->files[r], i);
			const uint32_t at = map_put(&s.index, text, (uint32_t)s.list.count);
			if (at == s.list.count)
				*vec_push(v->arena, &s.list, Shared) = (Shared){ text, 0 };
			s.list.items[at].arches |= UINT32_C(1) << r;
		}
	return s;
}

static uint32_t all_arches(const BidVersions *v)
{
	return (UINT32_C(1) << v->count) - 1;
}

static void put_shared(const SharedList *s, uint32_t arches, MakeText *out)
{
	for (size_t i = 0; i < s->list.count; i++)
		if (s->list.items[i].arches == arches)
			make_put_lines(out, s->list.items[i].text);
}

/* --- Control --- */

/* Adds the text with that name from the first file that has it. */
static void put_first_text(const BidVersions *v, const char *name, MakeText *out)
{
	for (size_t r = 0; r < v->count; r++)
		for (size_t i = 0; v->files[r] && i < v->files[r]->entries.count; i++)
			if (strcmp(v->files[r]->entries.items[i].name, name) == 0) {
				make_put_lines(out, entry_text(v->files[r], i));
				return;
			}
}

static void put_condition(const BidVersions *v, uint32_t arches, MakeText *out)
{
	bool any = false;
	make_put(out, LIT("\nrequires["));
	for (size_t r = 0; r < v->count; r++) {
		if (!(arches >> r & 1))
			continue;
		if (any)
			make_put(out, LIT(" || "));
		make_put_lines(out, v->readings[r].arch->condition);
		any = true;
	}
	make_put(out, LIT("]:"));
}

void bid_merge_control(const BidVersions *v, MakeText *out)
{
	const SharedList provides = share_entries(v, ENTRY_WORD, "provides");
	const SharedList requires = share_entries(v, ENTRY_WORD, "requires");
	put_first_text(v, "head", out);
	make_put(out, LIT("provides:"));
	for (size_t i = 0; i < provides.list.count; i++) /* BID supports no conditions there */
		make_put_lines(out, provides.list.items[i].text);
	make_put(out, LIT("\nrequires:"));
	put_shared(&requires, all_arches(v), out);
	for (size_t i = 0; i < requires.list.count; i++) {
		const uint32_t arches = requires.list.items[i].arches;
		bool seen = arches == all_arches(v);
		for (size_t k = 0; k < i; k++)
		seen |= requires.list.items[k].arches == arches;
		if (seen)
			continue;
		put_condition(v, arches, out);
		put_shared(&requires, arches, out);
	}
	put_first_text(v, "maintainer", out);
}

/* --- variables and texts --- */

typedef struct MergedPage {
	const BidVersions *v;
	Map entries[BID_ARCHES_MAX]; /* by name */
	VEC(const BidEntry *) order; /* the entries of all files */
} MergedPage;

static Str entry_name(const BidEntry *e)
{
	return str_from(e->name);
}

/* Inserts an entry that earlier files lack after the entry that precedes it in this file. */
static void add_entries(MergedPage *p, size_t r)
{
	Arena *a = p->v->arena;
	const BidEntries *list = &p->v->files[r]->entries;
	size_t at = 0;
	map_init(&p->entries[r], a, list->count);
	for (size_t i = 0; i < list->count; i++) {
		const BidEntry *e = &list->items[i];
		map_set(&p->entries[r], entry_name(e), (uint32_t)i);
		size_t k = 0;
		while (k < p->order.count && strcmp(p->order.items[k]->name, e->name) != 0)
			k++;
		if (k < p->order.count) {
			at = k + 1;
			continue;
		}
		vec_push(a, &p->order, const BidEntry *);
		memmove(p->order.items + at + 1, p->order.items + at,
		        (p->order.count - 1 - at) * sizeof(*p->order.items));
		p->order.items[at++] = e;
	}
}

/* The text with that name in a file; ptr is NULL if there is none. */
static Str text_of(const MergedPage *p, size_t r, Str name)
{
	const uint32_t at = map_get(&p->entries[r], name);
	return at == MAP_NONE ? (Str){ 0 } : entry_text(p->v->files[r], at);
}

/* The text with that name if it is the same in all files; ptr is NULL if they differ. */
static Str common_text(const MergedPage *p, Str name)
{
	Str common = { 0 };
	for (size_t r = 0; r < p->v->count; r++) {
		if (!p->v->files[r])
			continue;
		const Str text = text_of(p, r, name);
		if (!text.ptr || (common.ptr && !str_eq(common, text)))
			return (Str){ 0 };
		common = text;
	}
	return common;
}

/* Writes `NAME = $(NAME_$(RS_ARCH))`, and the value for each architecture. */
static void put_by_arch(const MergedPage *p, const char *name, MakeText *out)
{
	Arena *a = p->v->arena;
	make_put_lines(out, arena_printf(a, "%-13s = $(%s_$(RS_ARCH))\n", name, name));
	for (size_t r = 0; r < p->v->count; r++) {
		Str sign, value = STR("\n");
		if (!p->v->files[r])
			continue;
		str_cut(text_of(p, r, str_from(name)), '=', &sign, &value);
		const Str one =
			arena_printf(a, "%s_" STR_FMT, name, STR_ARG(p->v->readings[r].arch->name));
		make_put_lines(out, arena_printf(a, "%-13s =" STR_FMT, one.ptr,
		                                 STR_ARG(value.len ? value : STR("\n"))));
	}
}

bool bid_merge_makefile(const BidVersions *v, MakeText *out)
{
	MergedPage *p = arena_new(v->arena, MergedPage);
	p->v = v;
	for (size_t r = 0; r < v->count; r++)
		if (v->files[r])
			add_entries(p, r);
	for (size_t i = 0; i < p->order.count; i++) {
		const BidEntry *e = p->order.items[i];
		const Str text = common_text(p, entry_name(e));
		if (text.ptr)
			make_put_lines(out, text);
		else if (e->kind == ENTRY_VARIABLE)
			put_by_arch(p, e->name, out);
		else
			return false;
	}
	return true;
}

/* --- rules --- */

/* The part of the file up to its include; rules follow it. */
static BidFile head_of(const BidFile *f)
{
	BidFile head = *f;
	for (head.entries.count = 0; head.entries.count < f->entries.count;)
		if (strcmp(f->entries.items[head.entries.count++].name, "include") == 0)
			break;
	if (head.entries.count < f->entries.count)
		head.text.len = f->entries.items[head.entries.count].from;
	return head;
}

static void put_rules(const BidVersions *v, const SharedList *rules, MakeText *out)
{
	make_put(out, LIT("\n"));
	put_shared(rules, all_arches(v), out);
	for (size_t r = 0; r < v->count; r++) {
		make_put(out, LIT("\nifeq ($(RS_ARCH),"), NAME(v->readings[r].arch->name),
		         LIT(")\n"));
		for (size_t i = 0; i < rules->list.count; i++)
			if (rules->list.items[i].arches != all_arches(v) &&
			    rules->list.items[i].arches >> r & 1)
				make_put_lines(out, rules->list.items[i].text);
		make_put(out, LIT("endif\n"));
	}
}

/* The goals of other architectures exist, but do nothing. */
bool bid_merge_flat(const BidVersions *v, MakeText *out)
{
	BidFile heads[BID_ARCHES_MAX];
	const BidFile *files[BID_ARCHES_MAX];
	for (size_t r = 0; r < v->count; r++) {
		if (v->files[r])
			heads[r] = head_of(v->files[r]);
		files[r] = v->files[r] ? &heads[r] : NULL;
	}
	if (!bid_merge_makefile(&(BidVersions){ v->readings, files, v->count, v->arena }, out))
		return false;
	const SharedList rules = share_entries(v, ENTRY_RULE, "");
	const SharedList goals = share_entries(v, ENTRY_WORD, ".PHONY");
	make_put(out, LIT("\n.PHONY:"));
	for (size_t i = 0; i < goals.list.count; i++)
		make_put_lines(out, goals.list.items[i].text);
	make_put(out, LIT("\n"));
	put_rules(v, &rules, out);
	return true;
}
