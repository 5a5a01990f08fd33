/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * page.h - a generated file while it is written: its text, and of which entries it consists.
 *
 * An import for one architecture needs the text alone. Files for several are
 * put together by their entries (arch.h), so that nobody has to read the text
 * again. An entry begins with one of the functions below and ends where the
 * next one begins; its text goes to what they return.
 */
#ifndef L4CARGO_EMITTERS_BID_PAGE_H
#define L4CARGO_EMITTERS_BID_PAGE_H

#include "base/core/str_list.h"
#include "base/core/vec.h"
#include "base/text/maketext.h"

typedef enum BidEntryKind {
	ENTRY_TEXT,     /* must be the same for all architectures */
	ENTRY_LIST,     /* the beginning of a list: `requires:` */
	ENTRY_WORD,     /* of the list with that name, a blank before it */
	ENTRY_VARIABLE, /* a line: `NAME = value` */
	ENTRY_RULE,     /* targets and, behind tabs, a recipe */
} BidEntryKind;

typedef struct BidEntry {
	BidEntryKind kind;
	const char *name; /* of the variable or list; texts with one name stand for each other */
	size_t from;      /* where it begins in the text */
} BidEntry;

typedef VEC(BidEntry) BidEntries;

typedef struct BidPage {
	Arena *arena; /* of the entries */
	MakeText text;
	BidEntries entries;
} BidPage;

void page_free(BidPage *p);
#define scoped_page with_cleanup(page_free) BidPage

MakeText *page_begin(BidPage *p, BidEntryKind kind, const char *name);

/* Variables, as make_assign and quote.h write them; none if the value is empty. `name` must outlive
 * the page. */
void page_assign(BidPage *p, const char *name, Str value);
void page_assign_text(BidPage *p, const char *name, const MakeText *value);
void page_assign_words(BidPage *p, const char *name, StrList words);
void page_assign_names(BidPage *p, const char *name, StrList names);

#endif
