/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * keys.h - tables with known keys: each key has a row with the types that its value may have.
 *
 * keys_read sorts the entries of a table by row. It reports a wrong type as an error. For a key
 * without a row it only warns (Cargo: "unused manifest key"), so that manifests with keys of newer
 * Cargos can be read.
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
	KEY_STRINGS = 8, /* an array of strings only */
	KEY_TABLE = 16,
	KEY_TABLES = 32,     /* an array of tables only */
	KEY_STRING_MAP = 64, /* a table of strings only */
	KEY_ANY = 128,
	KEY_INHERITED = 256, /* `{ workspace = true }` is allowed, too */
};

typedef struct KeyRow {
	Str name;
	unsigned types;
} KeyRow;

typedef struct KeySet {
	const KeyRow *rows; /* no key matches a row without a name */
	size_t count;
} KeySet;

#define KEY_SET(rows) ((KeySet){ (rows), COUNT_OF(rows) })

/* The name of a table in messages, such as "target.X.dependencies". NULL is the top level. */
typedef struct KeyPath {
	const struct KeyPath *up;
	Str key;
} KeyPath;

typedef struct KeyReader {
	Arena *arena;
	Diag *diag;
	bool warn; /* warn about keys without a row */
} KeyReader;

/*
 * Sets each `out[row]` to the entry with that key, or to NULL if there is none. Reports an entry of
 * the wrong type and leaves it out.
 */
void keys_read(const KeyReader *r, const KeySet *set, const TomlTable *t, const KeyPath *path,
               const TomlEntry **out);

/*
 * Returns whether the value has one of `types`; reports an error if not. `path` is that of the
 * table.
 */
bool key_check(const KeyReader *r, const TomlEntry *e, unsigned types, const KeyPath *path);

/*
 * Returns the table of `e`, whose keys `set` lists in Cargo's order. Cargo reads files with serde,
 * which also accepts an array of the values in that order. Such an array must have at least `least`
 * values; values beyond the last key are ignored. Returns NULL after an error.
 */
const TomlTable *key_fields(const KeyReader *r, const TomlEntry *e, const KeySet *set, size_t least,
                            const KeyPath *path);

/* Warns "unused manifest key: PATH.KEY", and suggests the key of `set` that was probably meant. */
void key_warn_unused(const KeyReader *r, const TomlEntry *e, const KeyPath *path,
                     const KeySet *set);

/* Returns "PATH.KEY". */
Str key_path_text(Arena *a, const KeyPath *path, Str key);

/* Reports "invalid type for `KEY`: integer `1`, expected WHAT" at the value. Always false. */
bool key_wrong_type(const KeyReader *r, const TomlEntry *e, const char *what);

typedef enum WorkspaceChoice { UNSET, NO, YES } WorkspaceChoice;

/* These read the value of an entry that was checked. `e` may be NULL. */
Str key_text(const TomlEntry *e);                  /* ptr NULL if absent or not a string */
bool key_flag(const TomlEntry *e, bool otherwise); /* the boolean, or `otherwise` */
WorkspaceChoice key_choice(const TomlEntry *e);    /* the same; UNSET if absent */
StrList key_strings(Arena *a, const TomlEntry *e); /* the strings of an array; skips other items */
const TomlTable *key_table(const TomlEntry *e);    /* the table, or NULL */
/* whether it is a table */
bool key_is_inherited(const TomlEntry *e);
Span key_at(const TomlEntry *e, Span otherwise); /* the place of the value */

/*
 * Keeps in `*best` the candidate that is closest to `name`: at most three edits away, as in Cargo;
 * ptr NULL if none is. Call it once for each candidate. `*edits` is the distance of `*best`; start
 * with CLOSEST_NONE.
 */
void closest_offer(Str name, Str candidate, Str *best, size_t *edits);
enum { CLOSEST_NONE = 4 };

/* Prints help for a word that is not one of `choices`: the closest one, or all. Always false. */
bool choice_help(Diag *d, Str given, const Str *choices, size_t count);

#endif
