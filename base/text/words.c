// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/words.h"

static bool is_plain(char c)
{
	return char_is_alnum(c) || (c && strchr("_@%+=:,./-", c));
}

void words_add(Buf *to, Str word)
{
	size_t plain = 0;
	while (plain < word.len && is_plain(word.ptr[plain]))
		plain++;
	if (word.len && plain == word.len) {
		buf_add(to, word);
		return;
	}
	buf_char(to, '\'');
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] == '\'')
			buf_add(to, STR("'\\''"));
		else
			buf_char(to, word.ptr[i]);
	buf_char(to, '\'');
}
