// SPDX-License-Identifier: MIT OR Apache-2.0
/* Words that go to a shell and come back; rustc's messages. */
#include "base/words.h"
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

static void check_message(Str line)
{
	scoped_arena a = { 0 };
	scoped_buf plain = { 0 };
	const Message m = message_parse(line, &a);
	if (m.kind == MESSAGE_SHOWN)
		message_add_plain(&plain, m.rendered);
	buf_clear(&plain);
	message_add_plain(&plain, line);
	CHECK(plain.len <= line.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const Str text = fuzz_text(data, size);
	check_quoting(text);
	check_words(text);
	check_message(text);
	text_is_utf8(text);
	return 0;
}
