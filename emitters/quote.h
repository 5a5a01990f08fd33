/*
 * quote.h - text as make and the words of a variable want it. Rules: docs/packages.md, "Text".
 */
#ifndef L4CARGO_EMITTERS_QUOTE_H
#define L4CARGO_EMITTERS_QUOTE_H

#include "base/buf.h"
#include "resolver/manifest.h"

/* A value from which make gives back exactly the bytes. */
void quote_value(Buf *out, Str s);

/* One word of a list of words: in single quotes if it needs them. Not yet a make value. */
void quote_word(Buf *out, Str s);

/* `NAME = value`, with the sign in a fixed column; nothing if the value is empty. */
void quote_assign(Buf *out, const char *name, Str value);
/* The same with a list: words are quoted, names are not. */
void quote_assign_words(Buf *out, const char *name, StrList words);
void quote_assign_names(Buf *out, const char *name, StrList names);

#endif
