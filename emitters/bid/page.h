/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * page.h - a generated file that is being written: its text and its entries.
 *
 * An import for one architecture needs only the text. Files for several architectures are merged
 * entry by entry (arch.h), so the text need not be parsed again. Each function below begins an
 * entry, which ends where the next one begins. The text of the entry is added to the MakeText that
 * page_begin returns.
 */
#ifndef L4CARGO_EMITTERS_BID_PAGE_H
#define L4CARGO_EMITTERS_BID_PAGE_H

#include "base/core/str_list.h"
#include "base/core/vec.h"
#include "base/text/maketext.h"

typedef enum BidEntryKind {
	ENTRY_TEXT,     /* must be the same for all architectures */
	ENTRY_LIST,     /* begins a list: `requires:` */
	ENTRY_WORD,     /* a word of the list with that name, with a blank before it */
	ENTRY_VARIABLE, /* one line: `NAME = value` */
	ENTRY_RULE,     /* targets and, after tabs, a recipe */
} BidEntryKind;

typedef struct BidEntry {
	BidEntryKind kind;
	const char *name; /* of the variable or list; texts with the same name replace each other */
	size_t from;      /* its offset in the text */
} BidEntry;

typedef VEC(BidEntry) BidEntries;

typedef struct BidPage {
	Arena *arena; /* for the entries */
	MakeText text;
	BidEntries entries;
} BidPage;

void page_free(BidPage *p);
#define scoped_page with_cleanup(page_free) BidPage

MakeText *page_begin(BidPage *p, BidEntryKind kind, const char *name);

/* Add variables, formatted by make_assign and quote.h; nothing if the value is empty. `name` must
 * outlive the page. */
void page_assign(BidPage *p, const char *name, Str value);
void page_assign_text(BidPage *p, const char *name, const MakeText *value);
void page_assign_words(BidPage *p, const char *name, StrList words);
void page_assign_names(BidPage *p, const char *name, StrList names);

#endif
