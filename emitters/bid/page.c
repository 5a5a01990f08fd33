// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/page.h"

#include "emitters/bid/quote.h"

void page_free(BidPage *p)
{
	make_free(&p->text);
}

MakeText *page_begin(BidPage *p, BidEntryKind kind, const char *name)
{
	*vec_push(p->arena, &p->entries, BidEntry) =
		(BidEntry){ kind, name, make_str(&p->text).len };
	return &p->text;
}

void page_assign(BidPage *p, const char *name, Str value)
{
	if (value.len)
		make_assign(page_begin(p, ENTRY_VARIABLE, name), name, value);
}

void page_assign_text(BidPage *p, const char *name, const MakeText *value)
{
	if (!make_is_empty(value))
		make_assign_text(page_begin(p, ENTRY_VARIABLE, name), name, value);
}

void page_assign_words(BidPage *p, const char *name, StrList words)
{
	if (words.count)
		quote_assign_words(page_begin(p, ENTRY_VARIABLE, name), name, words);
}

void page_assign_names(BidPage *p, const char *name, StrList names)
{
	if (names.count)
		quote_assign_names(page_begin(p, ENTRY_VARIABLE, name), name, names);
}
