/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * maketext.h - writes makefiles; text from outside is always checked or quoted.
 *
 * A MakeText is a makefile, or a part of one, that is being written. Each piece that is added has a
 * kind: a literal of ours, a name (checked: make and the shell see only a name in it), a value
 * (quoted: make yields exactly its bytes). A piece that is neither is left out and remembered: the
 * caller checks make_is_whole before it uses the text. Rules: docs/packages.md, "Text".
 */
#ifndef L4CARGO_BASE_TEXT_MAKETEXT_H
#define L4CARGO_BASE_TEXT_MAKETEXT_H

#include "base/core/buf.h"

typedef struct MakeText {
	Buf make_bytes;  /* for maketext.c alone */
	const char *why; /* NULL: all pieces were written; else why one was refused */
	char what[64];   /* the first refused text, or its beginning */
} MakeText;

void make_free(MakeText *m);
#define scoped_make with_cleanup(make_free) MakeText

typedef enum MakeKind {
	MAKE_NOTHING, /* no kind was given: refused */
	MAKE_LITERAL, /* text of this program */
	MAKE_NAME,    /* a file, goal, unit or word of a list: see make_is_name */
	MAKE_PLACE,   /* a name, perhaps below one of our variables: `$(RS_BUILD)/bin/x` */
	MAKE_VALUE,   /* any text without a NUL, as the value of a variable or its rest */
	MAKE_START,   /* the same at the beginning of the value, where make drops white space */
	MAKE_WORD,    /* such a text as one word in a list of quoted words; a value */
	MAKE_COMMENT, /* any text, for a comment: control characters become `?` */
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

/* Adds all of another text. If that is not whole, `m` is not either. */
void make_put_text(MakeText *m, const MakeText *part);
/* Adds lines of a whole text that was split, to join them again. */
void make_put_lines(MakeText *m, Str lines);

/* Adds `NAME = value`, with the sign in a fixed column; nothing if the value is empty. */
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

/* Returns whether `s` has only letters, digits, `_ + - . / @` and characters beyond ASCII, and does
 * not begin with `-`. Such a text means the same everywhere in a makefile, in a list of words and
 * to a shell. */
bool make_is_name(Str s);
/* Returns whether `s` is a variable name for shells and make: a letter or `_`, then letters, `_`
 * and digits. */
bool make_is_variable(Str s);

#endif
