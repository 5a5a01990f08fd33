// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * Texts in a makefile, each as a value, in the middle of one, as a word, a name and a comment: the
 * real make gives back exactly the bytes, and runs nothing. The first byte separates the texts.
 */
#include "base/text/maketext.h"
#include "bridge/unit/text.h"
#include "tests/fuzz/folder.h"
#include "tests/tools/make_reads.h"

enum { TEXTS_MAX = 24, SIZE_MAX_READ = 16384 };

typedef struct Texts {
	Str items[TEXTS_MAX];
	size_t count;
} Texts;

static const char *name_of(char *buffer, const char *kind, size_t n)
{
	snprintf(buffer, 16, "%s%zu", kind, n);
	return buffer;
}

/* A goal whose recipe can be seen: no other rule of the makefile, and no variable of make's. */
static bool is_goal(Str s)
{
	return make_is_name(s) && s.ptr[0] != '.' && !str_starts_with(s, STR("l4")) &&
	       !str_contains(s, STR("//"));
}

static void put_texts(MakeText *m, const Texts *t)
{
	scoped_make words = { 0 }, names = { 0 }, rules = { 0 };
	char name[16], middle[16];
	for (size_t i = 0; i < t->count; i++) {
		const Str s = t->items[i];
		make_put(m, LIT("# "), COMMENT(s), LIT("\n"), NAME(str_from(name_of(name, "V", i))),
		         LIT(" = "), START(s), LIT("\n"), NAME(str_from(name_of(middle, "M", i))),
		         LIT(" = <"), VALUE(s), LIT(">\n"));
		make_put(&words, LIT(" "), WORD(s));
		if (!is_goal(s))
			continue;
		make_put(&names, LIT(" "), NAME(s));
		make_put(&rules, NAME(s), LIT(":\n"));
	}
	make_assign_text(m, "WORDS", &words);
	if (make_is_empty(&names))
		return;
	make_put(m, LIT("export NAMES = $+\nl4first:\nl4goal: l4first"));
	make_put_text(m, &names);
	make_put(m, LIT("\n"));
	make_put_text(m, &rules);
}

static void show(const char *what, Str text)
{
	fprintf(stderr, "  %s:", what);
	for (size_t i = 0; i < text.len; i++)
		fprintf(stderr, " %02x", (unsigned char)text.ptr[i]);
	fputc('\n', stderr);
}

/* A difference is shown, as it may not come again. */
static bool is_same(const char *name, Str got, Str wanted)
{
	if (str_eq(got, wanted))
		return true;
	fprintf(stderr, "make reads another %s\n", name);
	show("written", wanted);
	show("read", got);
	return false;
}

static void check_names(const Texts *t, Str names)
{
	Str word;
	str_next_word(&names, &word); /* l4first: behind the colon, `define` would be a directive */
	for (size_t i = 0; i < t->count; i++)
		if (is_goal(t->items[i]))
			CHECK(str_next_word(&names, &word) && is_same("name", word, t->items[i]));
	CHECK(!str_next_word(&names, &word));
}

static void check_read(const Texts *t, Str read)
{
	scoped_arena a = { 0 };
	char name[16];
	for (size_t i = 0; i < t->count; i++) {
		name_of(name, "V", i);
		CHECK(is_same(name, make_reads_get(read, name), t->items[i]));
		const Str inside = make_reads_get(read, name_of(name, "M", i));
		CHECK(inside.len >= 2);
		CHECK(is_same(name, str_sub(inside, 1, inside.len - 1), t->items[i]));
	}
	const StrVec words = text_split_quoted(&a, make_reads_get(read, "WORDS"));
	CHECK(words.count == t->count);
	for (size_t i = 0; i < words.count; i++)
		CHECK(is_same("word", words.items[i], t->items[i]));
	check_names(t, make_reads_get(read, "NAMES"));
}

/* One that no makefile can hold is refused, and only such a one. */
static void add_text(Texts *t, Str s)
{
	scoped_make value = { 0 }, word = { 0 }, name = { 0 }, place = { 0 };
	make_put(&value, START(s));
	make_put(&word, WORD(s));
	make_put(&name, NAME(s));
	make_put(&place, PLACE(s));
	const bool holds = str_find(s, '\0') < 0;
	CHECK(make_is_whole(&value) == holds && make_is_whole(&word) == holds);
	CHECK(make_is_whole(&name) == make_is_name(s));
	CHECK(!make_is_whole(&name) || make_is_whole(&place));
	CHECK(str_find(make_str(&value), '\n') < 0);
	if (holds && t->count < TEXTS_MAX)
		t->items[t->count++] = s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *const folder = fuzz_folder();
	Texts t = { .count = 0 };
	if (!size || size > SIZE_MAX_READ)
		return 0;
	Str rest = fuzz_text(data + 1, size - 1), one;
	while (str_next(&rest, (char)data[0], &one))
		add_text(&t, one);
	scoped_make m = { 0 };
	scoped_buf read = { 0 };
	make_put(&m, LIT(MAKE_READS_HEAD "export\n"));
	put_texts(&m, &t);
	CHECK(make_is_whole(&m));
	CHECK(make_reads_run(folder, make_str(&m), NULL, &read));
	check_read(&t, buf_str(&read));
	CHECK(rmdir(folder) == 0 && mkdir(folder, 0700) == 0); /* nothing was written there */
	return 0;
}
