/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * source.h - where a package comes from, and when two places are the same.
 *
 * Rules: Cargo's SourceId; cargo-rules 4.1, 9.8.
 */
#ifndef L4CARGO_RESOLVER_TERMS_SOURCE_H
#define L4CARGO_RESOLVER_TERMS_SOURCE_H

#include "base/core/arena.h"

typedef enum SourceKind { SOURCE_PATH, SOURCE_REGISTRY, SOURCE_SPARSE, SOURCE_GIT } SourceKind;
typedef enum GitRefKind { GIT_DEFAULT, GIT_BRANCH, GIT_TAG, GIT_REV } GitRefKind;

typedef struct SourceId {
	SourceKind kind;
	Str url; /* as written; SOURCE_PATH: the package's absolute folder; SOURCE_SPARSE: with
	            `sparse+` */
	Str canonical; /* what equality compares */
	GitRefKind ref_kind;
	Str ref;     /* branch, tag or rev, decoded */
	Str precise; /* locked commit of a git source; not compared */
	Str name;    /* of a registry in [registries], if it was named so; not compared */
} SourceId;

/* crates.io under both its spellings is this one source. */
extern const SourceId source_crates_io;
extern const SourceId source_some_path;   /* of a lock's path packages: the folder is not known */
extern const Str source_crates_io_sparse; /* the address of its index over HTTP */
bool source_is_crates_io(const SourceId *s);

/* A copy in the arena. That of crates.io is the one above, so most comparisons end at the address.
 */
const SourceId *source_keep(Arena *a, SourceId s);

SourceId source_path(Str folder);                  /* absolute, normalised */
SourceId source_registry(Arena *a, Str index_url); /* `sparse+` chooses the kind */
SourceId source_git(Arena *a, Str url, GitRefKind ref_kind, Str ref, Str precise);

/* `registry+URL`, `sparse+URL`, `git+URL?query#sha` of a lock file. False: not such a text. */
bool source_parse(Arena *a, Str text, SourceId *out);
/* Before version 4, lock files had the branch, tag or rev of git unencoded: puts right what
 * source_parse made of such a text. What is plainly encoded stays. */
void source_ref_as_written(Arena *a, Str text, SourceId *s);

/* The same, as a lock file of version 4 writes it, with `#sha` if there is one. */
Str source_text(Arena *a, const SourceId *s);

/* How Cargo shows a git repository (the address, the ref, eight digits of the commit) or a folder.
 */
Str source_shown(Arena *a, const SourceId *s);

bool source_eq(const SourceId *a, const SourceId *b);
int source_compare(const SourceId *a, const SourceId *b);

#endif
