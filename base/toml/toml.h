/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * toml.h - TOML 1.1: text to a tree that knows where everything stood.
 *
 * The tree lives in the arena that was given and points into the source text
 * where it can: both must outlive it. toml_parse reports every error that it
 * finds, resuming at the next line, and gives NULL if there was one.
 */
#ifndef L4CARGO_BASE_TOML_TOML_H
#define L4CARGO_BASE_TOML_TOML_H

#include "base/core/arena.h"
#include "base/messages/diag.h"

typedef enum TomlKind {
	TOML_STRING,
	TOML_INTEGER,
	TOML_FLOAT,
	TOML_BOOL,
	TOML_DATETIME,       /* with offset */
	TOML_DATETIME_LOCAL, /* without */
	TOML_DATE_LOCAL,
	TOML_TIME_LOCAL,
	TOML_ARRAY,
	TOML_TABLE,
} TomlKind;

typedef struct TomlValue TomlValue;
typedef struct TomlTable TomlTable;

typedef struct TomlArray {
	TomlValue *items;
	size_t count;
} TomlArray;

struct TomlValue {
	TomlKind kind;
	Span at;
	union {
		Str text; /* TOML_STRING: decoded; dates and times: as toml-test wants them */
		int64_t integer;
		double real;
		bool boolean;
		TomlArray array;
		TomlTable *table;
	};
};

typedef struct TomlEntry {
	Str key; /* decoded */
	Span key_at;
	TomlValue value;
} TomlEntry;

struct TomlTable {
	Span at; /* the header, the inline table, or for a dotted key's table that key part */
	TomlEntry *entries;
	size_t count;
	struct TomlIndex *index; /* toml.c's own: finds entries of large tables */
};

/* The root table, or NULL after errors. Nesting deeper than a fixed limit is an error. */
const TomlTable *toml_parse(const Source *src, Arena *a, Diag *diag);
/* The same for a tree that dies sooner than the texts that are taken from it. */
const TomlTable *toml_parse_apart(const Source *src, Arena *tree, Arena *texts, Diag *diag);

/* The value or entry of `key`, NULL if there is none. `t` may be NULL. */
const TomlValue *toml_get(const TomlTable *t, Str key);
const TomlEntry *toml_entry(const TomlTable *t, Str key);

/* The table of `key`; NULL if absent or not a table. */
const TomlTable *toml_get_table(const TomlTable *t, Str key);

/*
 * Trees of one's own: a new table, and the entry of `key`, added with a zeroed value if it is new.
 * Valid until the next one is added. Tables of toml_parse may grow in the same way.
 */
TomlTable *toml_make_table(Arena *a, Span at);
TomlEntry *toml_add(Arena *a, TomlTable *t, Str key, Span key_at);

/* "a string", "an array", ...: for messages. */
const char *toml_kind_name(TomlKind kind);

#endif
