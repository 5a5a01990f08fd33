// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/quote.h"

static void add_piece(MakeText *list, MakePiece piece)
{
	if (!make_is_empty(list))
		make_put(list, LIT(" "));
	make_put(list, piece);
}

void quote_add_word(MakeText *list, Str word)
{
	add_piece(list, WORD(word));
}

void quote_add_name(MakeText *list, Str name)
{
	add_piece(list, NAME(name));
}

void quote_add_pair(MakeText *list, Str name, Str value)
{
	add_piece(list, NAME(name));
	make_put(list, LIT("="), NAME(value));
}

void quote_assign_words(MakeText *out, const char *name, StrList words)
{
	scoped_make list = { 0 };
	for (size_t i = 0; i < words.count; i++)
		quote_add_word(&list, words.items[i]);
	make_assign_text(out, name, &list);
}

void quote_assign_names(MakeText *out, const char *name, StrList names)
{
	scoped_make list = { 0 };
	for (size_t i = 0; i < names.count; i++)
		quote_add_name(&list, names.items[i]);
	make_assign_text(out, name, &list);
}
