/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * source.h - the source of a package, and when two sources are the same.
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
	Str url; /* normalised URL; SOURCE_PATH: absolute folder of the package; SOURCE_SPARSE:
	            starts with `sparse+` */
	Str canonical; /* the text that comparisons use */
	GitRefKind ref_kind;
	Str ref;     /* branch, tag or rev, percent-decoded */
	Str precise; /* locked commit of a git source; not compared */
	Str name; /* name of the registry in [registries], if a dependency used it; not compared */
} SourceId;

/* Both addresses of crates.io (git and sparse) give this source. */
extern const SourceId source_crates_io;
extern const SourceId source_some_path;   /* of path packages in a lock file: folder unknown */
extern const Str source_crates_io_sparse; /* the address of the crates.io index over HTTP */
bool source_is_crates_io(const SourceId *s);

/*
 * Returns a copy in the arena, or `&source_crates_io` for crates.io without a name. Most sources
 * are crates.io, so comparing addresses is usually enough.
 */
const SourceId *source_keep(Arena *a, SourceId s);

SourceId source_path(Str folder);                  /* absolute, normalised */
SourceId source_registry(Arena *a, Str index_url); /* `sparse+URL` gives SOURCE_SPARSE */
SourceId source_git(Arena *a, Str url, GitRefKind ref_kind, Str ref, Str precise);

/*
 * Parses a source of a lock file: `registry+URL`, `sparse+URL`, `git+URL?query#sha` or
 * `path+file:///folder`. Returns false if `text` is none of these.
 */
bool source_parse(Arena *a, Str text, SourceId *out);
/*
 * Corrects the git reference that source_parse read from `text`. Before version 4, lock files did
 * not encode the branch, tag or rev, but source_parse decodes them. A text that is clearly encoded
 * keeps its decoded value.
 */
void source_ref_as_written(Arena *a, Str text, SourceId *s);

/* The text of `s` in a lock file of version 4, with `#sha` if the commit is locked. */
Str source_text(Arena *a, const SourceId *s);

/*
 * The form that Cargo prints: the address, the reference and eight digits of the commit of a git
 * source; the folder of a path source; the URL of a registry.
 */
Str source_shown(Arena *a, const SourceId *s);

bool source_eq(const SourceId *a, const SourceId *b);
int source_compare(const SourceId *a, const SourceId *b);

#endif
