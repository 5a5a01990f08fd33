/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * targets.h - what targets.c (which targets there are) and target_make.c (what they are like)
 * share.
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

typedef struct TargetSpec { /* a target as written, or as found */
	Str name, path;     /* ptr NULL: not known yet */
	bool written;
	const TomlEntry *keys[TARGET_KEYS];
	const TomlEntry *crate_type, *proc_macro; /* in the spelling that counts */
	Span at;
} TargetSpec;

typedef VEC(TargetSpec) TargetSpecs;
typedef VEC(Target) TargetList;

/* What differs between kinds of which there may be several. */
typedef struct KindRules {
	TargetKind kind;
	const char *human;  /* "binary" */
	const char *key;    /* "bin" */
	const char *unique; /* "binary" in the message about a name that is there twice */
	Str folder;         /* where they are looked for */
	Str wrong_folder;   /* where people put them by mistake */
	int top, automatic; /* rows of the top level and of [package] */
} KindRules;

/* Reads the keys of a table of the top level; `index` < 0: the only one. */
void target_read(const ManifestReader *r, const TomlTable *t, const char *key, int index,
                 TargetSpec *out);

/* Names and spellings. False after an error. */
bool target_check_lib(const ManifestReader *r, TargetSpec *s);
bool target_check(const ManifestReader *r, const KindRules *k, TargetSpec *s);

/* The target, to the end of the list. `s` is checked and has its path. */
void target_make_lib(const ManifestReader *r, const TargetSpec *s, TargetList *list);
void target_make(const ManifestReader *r, const KindRules *k, const TargetSpec *s,
                 TargetList *list);
void target_make_script(const ManifestReader *r, Str path, Span at, TargetList *list);

#endif
