/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * reader.h - declarations that the files of the TOML reader share; for base/toml only.
 *
 * Functions return false when they cannot tell where the construct ends: the caller then skips the
 * line. A wrong value whose end is known (a bad escape, an invalid date) is reported and skipped,
 * and the function returns true. The count of errors makes the reader refuse the file in the end.
 */
#ifndef L4CARGO_BASE_TOML_READER_H
#define L4CARGO_BASE_TOML_READER_H

#include "base/toml/toml.h"

enum {
	TOML_DEPTH_MAX = 128,   /* of tables and arrays; cargo allows 80 */
	TOML_ERRORS_SHOWN = 20, /* each takes a pass over the file for its line number */
};

/* The origin of a table decides which keys and headers may add to it. */
typedef enum TomlOrigin {
	TOML_BY_SUPER,  /* `[a.b]` makes `a`; one header may define `a` later */
	TOML_BY_HEADER, /* `[a]`, an element of `[[a]]`, the root */
	TOML_BY_DOTTED, /* `a.b = 1` makes `a`: headers cannot define it */
	TOML_INLINE,    /* cannot be extended */
} TomlOrigin;

typedef struct TomlOpenTable {
	TomlTable table; /* must be first: the tree points here */
	size_t room;
	unsigned depth;
	TomlOrigin origin;
} TomlOpenTable;

typedef struct TomlReader {
	const Source *src;
	const char *at, *end;
	Arena *arena; /* for tables and arrays */
	Arena *texts; /* for strings that differ from the source text */
	Diag *diag;
	Diag silent; /* receives the errors that are not shown */
	unsigned errors;
	unsigned brackets; /* open arrays and inline tables */
	TomlValue *stack;  /* elements of open arrays */
	size_t stacked, stack_room;
	TomlOpenTable *root, *current;
} TomlReader;

typedef struct TomlKey {
	Str text;
	Span at;
} TomlKey;

/* Classes of bytes. */
enum {
	TOML_BARE = 1,        /* part of a bare key */
	TOML_DIGIT = 2,       /* 0-9 */
	TOML_CONTROL = 4,     /* allowed only at line ends */
	TOML_BASIC_STOP = 8,  /* needs special treatment inside "..." */
	TOML_SCALAR_END = 16, /* ends a number, date or boolean */
};
extern const unsigned char toml_class[256];

static inline bool toml_is(char c, unsigned class)
{
	return toml_class[(unsigned char)c] & class;
}

/* The byte at the reader's position; '\0' at the end (and for a NUL in the file). */
static inline char toml_peek(const TomlReader *r)
{
	return r->at < r->end ? *r->at : '\0';
}

Span toml_span(const TomlReader *r, const char *from, const char *to);

/* Counts an error. Returns where to report it: a silent Diag once enough were shown. */
Diag *toml_counted(TomlReader *r);
Diag *toml_more(TomlReader *r); /* for notes on the error that was counted last */
#define toml_error(r, from, to, ...) \
	diag_error(toml_counted(r), toml_span((r), (from), (to)), __VA_ARGS__)
#define toml_note(r, span, ...) diag_note(toml_more(r), (span), __VA_ARGS__)
#define toml_help(r, ...)       diag_help(toml_more(r), __VA_ARGS__)

/* lexer.c */
void toml_skip_space(TomlReader *r); /* skips spaces and tabs */
void toml_skip_blank(TomlReader *r); /* also comments and line ends */
bool toml_end_of_line(TomlReader *r);
bool toml_unexpected(TomlReader *r, const char *expected); /* reports it and returns false */
void toml_recover(TomlReader *r);                          /* skips to where parsing can continue */

/* string.c; the reader is at the opening quote */
bool toml_string(TomlReader *r, Str *out);      /* any of the four kinds */
bool toml_line_string(TomlReader *r, Str *out); /* for keys: no multi-line strings */

/* number.c and datetime.c read all of `token`. They return false without a report; then *why, which
 * may be NULL, explains it. */
bool toml_number(TomlReader *r, Str token, TomlValue *out, const char **why);
bool toml_looks_like_date(Str token);
bool toml_datetime(TomlReader *r, Str token, TomlValue *out, const char **why);

/* value.c */
bool toml_value(TomlReader *r, unsigned depth, TomlValue *out);
bool toml_key_value(TomlReader *r, TomlOpenTable *in);

/* key.c reads a dotted key, and makes or enters all its tables but the last. It returns NULL if the
 * rest of the line must be skipped. */
TomlOpenTable *toml_key_path(TomlReader *r, TomlOpenTable *from, TomlOrigin how, TomlKey *last);
bool toml_too_deep(TomlReader *r, const char *from, unsigned depth); /* reports it */

/* table.c */
TomlOpenTable *toml_table_new(TomlReader *r, Span at, TomlOrigin origin, unsigned depth);
/* The entry of `key`, added if it is new; valid until the next one is added to the table. */
TomlEntry *toml_table_slot(TomlReader *r, TomlOpenTable *t, const TomlKey *key, bool *added);
TomlOpenTable *toml_table_of(const TomlValue *v);

#endif
