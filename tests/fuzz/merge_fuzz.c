// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * Packages for three architectures as one. The first byte chooses the file: 0 a Control, 1 a
 * package's Makefile, else the flat one; the second separates texts. Each begins with a byte: for
 * which architectures it is (three bits), and for which variable (three more).
 *
 * For each architecture the merged file says exactly what its own would: the real make reads the
 * values and the goals, and runs nothing; words of Control are there under its condition.
 */
#include "emitters/bid/arch.h"
#include "tests/fuzz/folder.h"
#include "tests/tools/make_reads.h"

enum { ARCHES = 3, VARIABLES = 8, TEXTS_MAX = 24, SIZE_MAX_READ = 8192 };
typedef enum Kind { CONTROL, MAKEFILE, FLAT } Kind;

static const char *const triples[ARCHES] = { "x86_64-u-l4re-u", "aarch64-u-l4re-u",
	                                     "riscv32gc-u-l4re-u" };

typedef struct Item {
	Str text;
	unsigned arches, variable;
} Item;

typedef struct Items {
	Item list[TEXTS_MAX];
	size_t count;
} Items;

static bool is_for(const Item *item, size_t arch)
{
	return item->arches >> arch & 1;
}

/* A goal whose recipe can be seen: no other rule of the makefile, and no variable of make's. */
static bool is_goal(Str s)
{
	return make_is_name(s) && s.ptr[0] != '.' && !str_starts_with(s, STR("l4")) &&
	       !str_contains(s, STR("//"));
}

/* --- what is written for one architecture --- */

static void put_control(const Items *all, size_t arch, BidPage *p)
{
	make_put(page_begin(p, ENTRY_TEXT, "head"), LIT("# mark\n"));
	make_put(page_begin(p, ENTRY_LIST, "provides"), LIT("provides:"));
	make_put(page_begin(p, ENTRY_WORD, "provides"), LIT(" rs-x"));
	make_put(page_begin(p, ENTRY_LIST, "requires"), LIT("\nrequires:"));
	for (size_t i = 0; i < all->count; i++)
		if (is_for(&all->list[i], arch) && make_is_name(all->list[i].text))
			make_put(page_begin(p, ENTRY_WORD, "requires"), LIT(" "),
			         NAME(all->list[i].text));
	make_put(page_begin(p, ENTRY_TEXT, "maintainer"), LIT("\nmaintainer: none\n"));
}

/* The value that a variable has for an architecture: its last one there. */
static Str value_of(const Items *all, size_t arch, size_t variable)
{
	Str value = STR("");
	for (size_t i = 0; i < all->count; i++)
		if (is_for(&all->list[i], arch) && all->list[i].variable == variable)
			value = all->list[i].text;
	return value;
}

static void put_variables(const Items *all, size_t arch, BidPage *p)
{
	static const char *const names[VARIABLES] = {
		"V0", "V1", "V2", "V3", "V4", "V5", "V6", "V7"
	};
	make_put(page_begin(p, ENTRY_TEXT, "head"), LIT("# mark\n"));
	for (size_t v = 0; v < VARIABLES; v++)
		page_assign(p, names[v], value_of(all, arch, v));
	make_put(page_begin(p, ENTRY_TEXT, "include"), LIT("\ninclude /dev/null\n"));
}

static void put_goals(const Items *all, size_t arch, BidPage *p)
{
	make_put(page_begin(p, ENTRY_LIST, ".PHONY"), LIT("\n.PHONY:"));
	make_put(page_begin(p, ENTRY_WORD, ".PHONY"), LIT(" l4goal"));
	make_put(page_begin(p, ENTRY_TEXT, "blank"), LIT("\n"));
	for (size_t i = 0; i < all->count; i++) {
		const Str goal = all->list[i].text;
		if (!is_for(&all->list[i], arch) || !is_goal(goal))
			continue;
		make_put(page_begin(p, ENTRY_RULE, ""), LIT("l4goal: "), NAME(goal), LIT("\n"));
		make_put(page_begin(p, ENTRY_LIST, ".PHONY"), LIT(".PHONY:"));
		make_put(page_begin(p, ENTRY_WORD, ".PHONY"), LIT(" "), NAME(goal));
		make_put(page_begin(p, ENTRY_TEXT, "blank"), LIT("\n"));
	}
}

static BidFile file_for(Arena *a, Str path, const Items *all, size_t arch, Kind kind)
{
	scoped_page p = { .arena = a };
	if (kind == CONTROL)
		put_control(all, arch, &p);
	else
		put_variables(all, arch, &p);
	if (kind == FLAT)
		put_goals(all, arch, &p);
	CHECK(make_is_whole(&p.text));
	return (BidFile){ path, arena_str(a, make_str(&p.text)), p.entries };
}

/* --- what is read --- */

/* Is the word among those that the lines of Control have for the architecture? */
static bool control_has(Str control, const BidArch *arch, Str word)
{
	Str line, field, words;
	while (str_next(&control, '\n', &line)) {
		const bool here = str_starts_with(line, STR("requires:")) ||
		                  (str_starts_with(line, STR("requires[")) &&
		                   str_contains(line, arch->condition));
		if (here && str_cut(line, ':', &field, &words) && str_has_word(words, word))
			return true;
	}
	return false;
}

static void check_control(const Items *all, const BidReading *readings, Str merged)
{
	for (size_t i = 0; i < all->count; i++)
		for (size_t arch = 0; arch < ARCHES && make_is_name(all->list[i].text); arch++) {
			bool wanted = false;
			for (size_t k = 0; k < all->count; k++)
				wanted |= is_for(&all->list[k], arch) &&
				          str_eq(all->list[k].text, all->list[i].text);
			CHECK(control_has(merged, readings[arch].arch, all->list[i].text) ==
			      wanted);
		}
}

static void check_goals(const Items *all, size_t arch, Str goals)
{
	Str rest = goals, goal;
	while (str_next_word(&rest, &goal)) {
		bool wanted = false;
		for (size_t i = 0; i < all->count; i++)
			wanted |= is_for(&all->list[i], arch) && str_eq(all->list[i].text, goal);
		CHECK(wanted);
	}
	for (size_t i = 0; i < all->count; i++)
		if (is_for(&all->list[i], arch) && is_goal(all->list[i].text))
			CHECK(str_has_word(goals, all->list[i].text));
}

static void check_makefile(const Items *all, Kind kind, const BidReading *readings, Str merged)
{
	const char *const folder = fuzz_folder();
	for (size_t arch = 0; arch < ARCHES; arch++) {
		scoped_make m = { 0 };
		scoped_buf read = { 0 };
		make_put(&m, LIT(MAKE_READS_HEAD "export\nexport NAMES = $+\nRS_ARCH := "),
		         NAME(readings[arch].arch->name), LIT("\n"));
		make_put_lines(&m, merged);
		CHECK(make_reads_run(folder, make_str(&m), NULL, &read));
		for (size_t v = 0; v < VARIABLES; v++) {
			char name[8];
			snprintf(name, sizeof name, "V%zu", v);
			CHECK(str_eq(make_reads_get(buf_str(&read), name), value_of(all, arch, v)));
		}
		if (kind == FLAT)
			check_goals(all, arch, make_reads_get(buf_str(&read), "NAMES"));
	}
	CHECK(rmdir(folder) == 0 && mkdir(folder, 0700) == 0); /* nothing was written there */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = { "x-1.0.0/Control", "x-1.0.0/Makefile", "Makefile" };
	scoped_arena a = { 0 };
	Items all = { .count = 0 };
	BidReading readings[ARCHES];
	BidFiles out = { .arena = &a };
	if (size < 2 || size > SIZE_MAX_READ)
		return 0;
	const Kind kind = data[0] % COUNT_OF(paths);
	const Str path = str_from(paths[kind]);
	Str rest = fuzz_text(data + 2, size - 2), one;
	while (all.count < TEXTS_MAX && str_next(&rest, (char)data[1], &one))
		if (one.len && str_find(one, '\0') < 0)
			all.list[all.count++] =
				(Item){ str_sub(one, 1, one.len), (unsigned char)one.ptr[0] % 8U,
				        (unsigned char)one.ptr[0] / 8U % VARIABLES };
	for (size_t i = 0; i < ARCHES; i++) {
		readings[i] = (BidReading){ bid_arch_of(str_from(triples[i])), { .arena = &a } };
		*vec_push(&a, &readings[i].files.list, BidFile) = file_for(&a, path, &all, i, kind);
	}
	scoped_fuzz_diag diag = fuzz_diag();
	CHECK(bid_merge(readings, ARCHES, &diag, &out) && out.list.count == 1);
	if (kind == CONTROL)
		check_control(&all, readings, out.list.items[0].text);
	else
		check_makefile(&all, kind, readings, out.list.items[0].text);
	return 0;
}
