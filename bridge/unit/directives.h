/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * directives.h - parses the directives that a build script prints, as cargo does.
 *
 * This has no side effects: the input is a text, the result a list of directives.
 * Texts are borrowed from the output or live in the arena.
 *
 * Rules: cargo-rules 8.2; the messages are cargo's.
 */
#ifndef L4CARGO_BRIDGE_UNIT_DIRECTIVES_H
#define L4CARGO_BRIDGE_UNIT_DIRECTIVES_H

#include "base/core/vec.h"

typedef enum DirectiveKind {
	DIR_LINK_LIB,
	DIR_LINK_SEARCH,
	DIR_LINK_ARG, /* `name` says for which targets */
	DIR_CFG,
	DIR_CHECK_CFG,
	DIR_ENV,      /* `name` and `value` */
	DIR_METADATA, /* `name` and `value` */
	DIR_RERUN_PATH,
	DIR_RERUN_ENV,
	DIR_WARNING,
	DIR_ERROR,
	DIR_KINDS,
} DirectiveKind;

extern const char *const directive_names[]; /* indexed by kind; also the keys of a result file */

typedef struct Directive {
	DirectiveKind kind;
	Str name; /* of DIR_ENV and DIR_METADATA; for DIR_LINK_ARG the class: empty, `cdylib`,
	             `bins`, `bin=NAME`, `tests`, `benches`, `examples` */
	Str value;
} Directive;

typedef struct DirectiveList {
	Directive *items;
	size_t count, room;
} DirectiveList;

typedef struct ScriptPackage { /* the facts about the script's package that the rules need */
	Str description;       /* `name v1.0.0`, for messages */
	Str kinds; /* of its targets, separated by blanks: lib cdylib bin test bench example */
	const Str *bins;
	size_t bin_count;
	Str rust_version; /* empty: the manifest has none */
	Str library;      /* crate name of the library; empty: it has none */
	Str bootstrap;    /* value of RUSTC_BOOTSTRAP; ptr NULL: not set */
	bool nightly;     /* the compiler allows unstable features */
} ScriptPackage;

/* Returns false if a directive is invalid; `*error` is cargo's message then. */
bool directives_parse(Str output, const ScriptPackage *package, Arena *a, DirectiveList *out,
                      Str *error);
/* The same for one directive that comes from the configuration instead of a script. It may contain
 * line feeds. */
bool directives_parse_one(Str directive, const ScriptPackage *package, Arena *a, DirectiveList *out,
                          Str *error);

#endif
