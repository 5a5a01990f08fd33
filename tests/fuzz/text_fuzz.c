// SPDX-License-Identifier: MIT OR Apache-2.0
/* Words that go to a shell and come back; rustc's messages; what terminals are shown. */
#include "base/text/words.h"
#include "bridge/unit/messages.h"
#include "bridge/unit/text.h"
#include "tests/fuzz/fuzz.h"

static void check_quoting(Str word)
{
	scoped_arena a = { 0 };
	scoped_buf quoted = { 0 };
	words_add(&quoted, word);
	const StrVec words = text_split_quoted(&a, buf_str(&quoted));
	CHECK(words.count == 1 && str_eq(words.items[0], word));
}

static void check_words(Str text)
{
	scoped_arena a = { 0 };
	const StrVec words = text_split(&a, text);
	for (size_t i = 0; i < words.count; i++)
		CHECK(words.items[i].len && text_trim(words.items[i]).len == words.items[i].len);
	text_split_quoted(&a, text);
	text_lookup(text, STR("k"));
}

/* Nothing but line ends and tabs is left of what a terminal obeys. */
static void check_shown(Str text)
{
	for (size_t i = 0, n; i < text.len; i += n) {
		const int32_t c = screen_character(str_sub(text, i, text.len), &n);
		CHECK(!screen_is_control(c) || c == '\n' || c == '\t');
	}
}

/* Colours aside, coloured text is as other text. */
static void check_screen(Str text)
{
	scoped_screen shown = { 0 }, word = { 0 }, coloured = { 0 }, plain = { 0 };
	screen_add(&shown, text);
	check_shown(screen_str(&shown));
	screen_add_word(&word, text);
	CHECK(str_find(screen_str(&word), '\n') < 0 && str_find(screen_str(&word), '\t') < 0);
	screen_add_coloured(&coloured, text);
	message_add_plain(&plain, screen_str(&coloured));
	check_shown(screen_str(&plain));
	CHECK(!str_contains(screen_str(&plain), STR("u{1b}")) ||
	      str_contains(screen_str(&coloured), STR("u{1b}")));
}

static void check_message(Str line)
{
	scoped_arena a = { 0 };
	scoped_screen plain = { 0 };
	const Message m = message_parse(line, &a);
	if (m.kind == MESSAGE_SHOWN)
		message_add_plain(&plain, m.rendered);
	message_add_plain(&plain, line);
	check_shown(screen_str(&plain));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const Str text = fuzz_text(data, size);
	check_quoting(text);
	check_words(text);
	check_message(text);
	check_screen(text);
	text_is_utf8(text);
	return 0;
}
