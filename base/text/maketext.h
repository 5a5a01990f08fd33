/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * maketext.h - text of makefiles: what comes from outside gets there by a check or in quotes.
 *
 * A MakeText is a makefile, or a part of one, that is being written. All that
 * is added to it says what it is: a literal of ours, a name (checked: make and
 * the shell see nothing in it but a name), a value (quoted: make gives back
 * exactly the bytes). What can be neither is left out and remembered: whoever
 * wanted the text asks make_is_whole before it is used. Rules: docs/packages.md, "Text".
 */
#ifndef L4CARGO_BASE_TEXT_MAKETEXT_H
#define L4CARGO_BASE_TEXT_MAKETEXT_H

#include "base/core/buf.h"

typedef struct MakeText {
	Buf make_bytes;  /* for maketext.c alone */
	const char *why; /* NULL: all could be written */
	char what[64];   /* else the first that could not, or its beginning */
} MakeText;

void make_free(MakeText *m);
#define scoped_make with_cleanup(make_free) MakeText

typedef enum MakeKind {
	MAKE_NOTHING, /* nobody said what it is: refused */
	MAKE_LITERAL, /* text of this program */
	MAKE_NAME,    /* a file, goal, unit or word of a list: see make_is_name */
	MAKE_PLACE,   /* a name, perhaps below one of our variables: `$(RS_BUILD)/bin/x` */
	MAKE_VALUE,   /* any text without a NUL, as (the rest of) what a variable is to hold */
	MAKE_START,   /* the same at the beginning, where make drops white space */
	MAKE_WORD,    /* such a text as one word of a list of quoted words; a value */
	MAKE_COMMENT, /* any text, shown in a comment: control characters become `?` */
} MakeKind;

typedef struct MakePiece {
	MakeKind kind;
	Str text;
} MakePiece;

#define LIT(text) ((MakePiece){ MAKE_LITERAL, STR("" text "") })
#define LIT_INIT(text) \
	{ \
		MAKE_LITERAL, STR_INIT("" text "") \
	} /* for static tables */
#define NAME(text)    ((MakePiece){ MAKE_NAME, (text) })
#define PLACE(text)   ((MakePiece){ MAKE_PLACE, (text) })
#define VALUE(text)   ((MakePiece){ MAKE_VALUE, (text) })
#define START(text)   ((MakePiece){ MAKE_START, (text) })
#define WORD(text)    ((MakePiece){ MAKE_WORD, (text) })
#define COMMENT(text) ((MakePiece){ MAKE_COMMENT, (text) })

void make_put_pieces(MakeText *m, const MakePiece *pieces, size_t count);
#define make_put(m, ...) \
	make_put_pieces((m), (const MakePiece[]){ __VA_ARGS__ }, \
	                COUNT_OF(((const MakePiece[]){ __VA_ARGS__ })))

/* All of another text; it need not be whole. */
void make_put_text(MakeText *m, const MakeText *part);
/* Lines of a text that was whole, taken apart to be put together anew. */
void make_put_lines(MakeText *m, Str lines);

/* `NAME = value`, with the sign in a fixed column; nothing if the value is empty. */
void make_assign(MakeText *m, const char *name, Str value);
void make_assign_text(MakeText *m, const char *name, const MakeText *value);

static inline bool make_is_whole(const MakeText *m)
{
	return !m->why;
}

static inline bool make_is_empty(const MakeText *m)
{
	return !m->make_bytes.len && !m->why;
}

static inline Str make_str(const MakeText *m)
{
	return buf_str(&m->make_bytes);
}

/* Letters, digits, `_ + - . / @` and what is not ASCII: the same thing everywhere in a makefile,
 * in a list of words and for a shell. It does not begin with `-`. */
bool make_is_name(Str s);
/* As shells and make have them: a letter or `_`, then digits, too. */
bool make_is_variable(Str s);

#endif
