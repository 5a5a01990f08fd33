/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * quote.h - writes makefile variables that hold lists. Rules: docs/packages.md, "Text".
 */
#ifndef L4CARGO_EMITTERS_BID_QUOTE_H
#define L4CARGO_EMITTERS_BID_QUOTE_H

#include "base/text/maketext.h"
#include "resolver/manifest/manifest.h"

/* Writes `NAME = a 'b c'` with quoted words; nothing if the list is empty. */
void quote_assign_words(MakeText *out, const char *name, StrList words);
/* Writes `NAME = a b`; each item must be a name. */
void quote_assign_names(MakeText *out, const char *name, StrList names);

/* Add an item to a list, with a blank before it if needed. */
void quote_add_word(MakeText *list, Str word);
void quote_add_name(MakeText *list, Str name);
/* Adds `name=value`; both must be names. */
void quote_add_pair(MakeText *list, Str name, Str value);

#endif
