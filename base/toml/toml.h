/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * toml.h - parses TOML 1.1 into a tree with the source position of everything.
 *
 * The tree lives in the given arena and points into the source text where it can: both must outlive
 * it. toml_parse continues at the next line after an error, so it reports every error. It returns
 * NULL if there was one.
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
	TOML_DATETIME_LOCAL, /* without offset */
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
		Str text; /* TOML_STRING: decoded; dates and times: in the format of toml-test */
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
	Span at; /* the header or inline table; for a table of a dotted key, that part of the key */
	TomlEntry *entries;
	size_t count;
	struct TomlIndex *index; /* of table.c: finds entries of large tables */
};

/* The root table, or NULL after errors. Nesting beyond a fixed limit is an error. */
const TomlTable *toml_parse(const Source *src, Arena *a, Diag *diag);
/* The same with separate arenas, for a tree that is freed before the texts that come from it. */
const TomlTable *toml_parse_apart(const Source *src, Arena *tree, Arena *texts, Diag *diag);

/* The value or entry of `key`; NULL if it is absent. `t` may be NULL. */
const TomlValue *toml_get(const TomlTable *t, Str key);
const TomlEntry *toml_entry(const TomlTable *t, Str key);

/* The table of `key`; NULL if it is absent or not a table. */
const TomlTable *toml_get_table(const TomlTable *t, Str key);

/* Compares by key, for qsort of pointers to entries. */
int toml_compare_entries(const void *a, const void *b);
/* Returns the entries of a table, sorted by key. */
const TomlEntry **toml_sorted(Arena *a, const TomlTable *t);

/*
 * Build trees: a new table, and the entry of `key`, which is added with a zeroed value if it is
 * new. It is valid until the next one is added. Tables of toml_parse can grow in the same way.
 */
TomlTable *toml_make_table(Arena *a, Span at);
TomlEntry *toml_add(Arena *a, TomlTable *t, Str key, Span key_at);

/* For messages: "a string", "an array", ... */
const char *toml_kind_name(TomlKind kind);

#endif
