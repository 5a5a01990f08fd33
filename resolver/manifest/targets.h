/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * targets.h - shared by targets.c, which finds the targets, and target_make.c, which
 * sets their properties.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_TARGETS_H
#define L4CARGO_RESOLVER_MANIFEST_TARGETS_H

#include "resolver/manifest/discover.h"
#include "resolver/manifest/parts.h"

enum {
	TARGET_KEY_NAME,
	TARGET_KEY_PATH,
	TARGET_KEY_CRATE_TYPE,
	TARGET_KEY_CRATE_TYPE_OLD,
	TARGET_KEY_PROC_MACRO,
	TARGET_KEY_PROC_MACRO_OLD,
	TARGET_KEY_FILENAME,
	TARGET_KEY_TEST,
	TARGET_KEY_DOCTEST,
	TARGET_KEY_BENCH,
	TARGET_KEY_DOC,
	TARGET_KEY_DOC_SCRAPE_EXAMPLES,
	TARGET_KEY_HARNESS,
	TARGET_KEY_REQUIRED_FEATURES,
	TARGET_KEY_EDITION,
	TARGET_KEYS,
};

typedef struct TargetSpec { /* a target as written, or as discovered */
	Str name, path;     /* ptr NULL if not known yet */
	bool written;
	const TomlEntry *keys[TARGET_KEYS];
	const TomlEntry *crate_type, *proc_macro; /* in the spelling that is used */
	Span at;
} TargetSpec;

typedef VEC(TargetSpec) TargetSpecs;
typedef VEC(Target) TargetList;

/* The differences between the kinds of targets that a package may have several of. */
typedef struct KindRules {
	TargetKind kind;
	const char *human;  /* "binary" */
	const char *key;    /* "bin" */
	const char *unique; /* "binary" in the message about a duplicate name */
	Str folder;         /* the folder where Cargo searches for them */
	Str wrong_folder;   /* a folder where people put them by mistake */
	int top, automatic; /* rows of the top level and of [package] */
} KindRules;

/*
 * Reads the keys of a target's table. `index` is its place in the list; < 0 if it is the only
 * table.
 */
void target_read(const ManifestReader *r, const TomlTable *t, const char *key, int index,
                 TargetSpec *out);

/* Check the name and choose between spellings of keys. Return false after an error. */
bool target_check_lib(const ManifestReader *r, TargetSpec *s);
bool target_check(const ManifestReader *r, const KindRules *k, TargetSpec *s);

/* Append the target to the list. `s` was checked and has its path. */
void target_make_lib(const ManifestReader *r, const TargetSpec *s, TargetList *list);
void target_make(const ManifestReader *r, const KindRules *k, const TargetSpec *s,
                 TargetList *list);
void target_make_script(const ManifestReader *r, Str path, Span at, TargetList *list);

#endif
