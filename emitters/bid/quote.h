/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * quote.h - variables of makefiles that hold lists. Rules: docs/packages.md, "Text".
 */
#ifndef L4CARGO_EMITTERS_BID_QUOTE_H
#define L4CARGO_EMITTERS_BID_QUOTE_H

#include "base/text/maketext.h"
#include "resolver/manifest/manifest.h"

/* `NAME = a 'b c'`: words are quoted; nothing if there is none. */
void quote_assign_words(MakeText *out, const char *name, StrList words);
/* `NAME = a b`: each must be a name. */
void quote_assign_names(MakeText *out, const char *name, StrList names);

/* Adds to a list that is being written, with a blank between. */
void quote_add_word(MakeText *list, Str word);
void quote_add_name(MakeText *list, Str name);
/* `name=value`, both names. */
void quote_add_pair(MakeText *list, Str name, Str value);

#endif
