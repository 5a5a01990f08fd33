/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * keys.h - tables with known keys: one row per key says what its value may be.
 *
 * keys_read goes once over a table and files each entry under its row; wrong
 * types are errors, keys without a row are warned of (Cargo: "unused manifest
 * key"), so new keys of later Cargos do no harm.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_KEYS_H
#define L4CARGO_RESOLVER_MANIFEST_KEYS_H

#include "base/messages/diag.h"
#include "base/toml/toml.h"
#include "resolver/manifest/types.h"

enum {
	KEY_STRING = 1,
	KEY_BOOL = 2,
	KEY_INTEGER = 4,
	KEY_STRINGS = 8, /* an array of nothing but strings */
	KEY_TABLE = 16,
	KEY_TABLES = 32,     /* an array of nothing but tables */
	KEY_STRING_MAP = 64, /* a table of nothing but strings */
	KEY_ANY = 128,
	KEY_INHERITED = 256, /* also `{ workspace = true }` */
};

typedef struct KeyRow {
	Str name;
	unsigned types;
} KeyRow;

typedef struct KeySet {
	const KeyRow *rows; /* a row without name is none */
	size_t count;
} KeySet;

#define KEY_SET(rows) ((KeySet){ (rows), COUNT_OF(rows) })

/* How messages call the table's keys: "target.X.dependencies". NULL: the file itself. */
typedef struct KeyPath {
	const struct KeyPath *up;
	Str key;
} KeyPath;

typedef struct KeyReader {
	Arena *arena;
	Diag *diag;
	bool warn; /* of keys without a row */
} KeyReader;

/* Fills `out[row]`, which is zeroed; an entry of the wrong type is reported and stays NULL. */
void keys_read(const KeyReader *r, const KeySet *set, const TomlTable *t, const KeyPath *path,
               const TomlEntry **out);

/* Is the entry's value what `types` allow? If not, an error says so. `path` is its table's. */
bool key_check(const KeyReader *r, const TomlEntry *e, unsigned types, const KeyPath *path);

/*
 * The table of an entry whose keys are `set`'s, in Cargo's order. As Cargo reads files by serde, a
 * list of their values in that order is such a table, too: at least `least` of them, and what is
 * beyond them counts for nothing. NULL after an error.
 */
const TomlTable *key_fields(const KeyReader *r, const TomlEntry *e, const KeySet *set, size_t least,
                            const KeyPath *path);

/* "unused manifest key: PATH.KEY", with a key that is likely to be meant, if `set` has one. */
void key_warn_unused(const KeyReader *r, const TomlEntry *e, const KeyPath *path,
                     const KeySet *set);

/* "PATH.KEY" */
Str key_path_text(Arena *a, const KeyPath *path, Str key);

/* "invalid type: integer `1`, expected WHAT" at the value. Always false. */
bool key_wrong_type(const KeyReader *r, const TomlEntry *e, const char *what);

typedef enum WorkspaceChoice { UNSET, NO, YES } WorkspaceChoice;

/* Values of checked entries; `e` may be NULL. */
Str key_text(const TomlEntry *e);                  /* ptr NULL: absent, or not a string */
bool key_flag(const TomlEntry *e, bool otherwise); /* of a boolean */
WorkspaceChoice key_choice(const TomlEntry *e);    /* the same; absent: UNSET */
StrList key_strings(Arena *a, const TomlEntry *e); /* of an array; what is no string is left out */
const TomlTable *key_table(const TomlEntry *e);    /* or NULL */
bool key_is_inherited(const TomlEntry *e);         /* a table: `{ workspace = true }` */
Span key_at(const TomlEntry *e, Span otherwise);   /* of the value */

/*
 * The candidate closest to `name`, at most three edits away as in Cargo; ptr NULL if there is none.
 * Call it with each candidate and the best so far in `*best`, its distance in `*edits` (first: 4).
 */
void closest_offer(Str name, Str candidate, Str *best, size_t *edits);
enum { CLOSEST_NONE = 4 };

/* By key, for qsort of pointers to TomlEntry. */
int key_compare_entries(const void *a, const void *b);

/* Help with a word that is none of `choices`: the closest, or all of them. Always false. */
bool choice_help(Diag *d, Str given, const Str *choices, size_t count);

#endif
