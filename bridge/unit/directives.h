/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * directives.h - what a build script prints, understood as cargo does.
 *
 * Pure: text in, a list of directives out. Texts are borrowed from the output
 * or live in the arena. Rules: cargo-rules 8.2; messages are cargo's.
 */
#ifndef L4CARGO_BRIDGE_UNIT_DIRECTIVES_H
#define L4CARGO_BRIDGE_UNIT_DIRECTIVES_H

#include "base/core/vec.h"

typedef enum DirectiveKind {
	DIR_LINK_LIB,
	DIR_LINK_SEARCH,
	DIR_LINK_ARG, /* `class` says for which targets */
	DIR_CFG,
	DIR_CHECK_CFG,
	DIR_ENV,      /* name, value */
	DIR_METADATA, /* name, value */
	DIR_RERUN_PATH,
	DIR_RERUN_ENV,
	DIR_WARNING,
	DIR_ERROR,
	DIR_KINDS,
} DirectiveKind;

extern const char *const directive_names[]; /* by kind; also the keys of a result file */

typedef struct Directive {
	DirectiveKind kind;
	Str name; /* of DIR_ENV and DIR_METADATA; of DIR_LINK_ARG the class: empty, `cdylib`,
	             `bins`, `bin=NAME`, `tests`, `benches`, `examples` */
	Str value;
} Directive;

typedef struct DirectiveList {
	Directive *items;
	size_t count, room;
} DirectiveList;

typedef struct ScriptPackage { /* what the rules ask about the script's package */
	Str description;       /* `name v1.0.0`, for messages */
	Str kinds; /* of targets, separated by blanks: lib cdylib bin test bench example */
	const Str *bins;
	size_t bin_count;
	Str rust_version; /* empty: not written */
	Str library;      /* crate name of the library; empty: none */
	Str bootstrap;    /* RUSTC_BOOTSTRAP of the environment; ptr NULL: not set */
	bool nightly;     /* the compiler is not stable */
} ScriptPackage;

/* False: `*error` says why, in cargo's words. */
bool directives_parse(Str output, const ScriptPackage *package, Arena *a, DirectiveList *out,
                      Str *error);
/* The same for what no script printed, but the configuration says: one directive, which may have
 * line feeds in it. */
bool directives_parse_one(Str directive, const ScriptPackage *package, Arena *a, DirectiveList *out,
                          Str *error);

#endif
